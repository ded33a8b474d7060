"""
A preview from beginning to end.

The keeper is started first, before there is any thread.  Then threads: one that
listens to the keeper, one that watches the files and sends hints, those of the
server.  The thread that called waits for Ctrl-C.

Errors:  UsageError for what cannot be; CatalogueError if the site has a preview
         already; SiteError if site.yaml cannot be used at first.
Imports: build, serve, errors.
"""

from __future__ import annotations

import multiprocessing
import secrets
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from backfile.build.lock import hold_lock
from backfile.build.opening import Options
from backfile.catalogue import connection as catalogue
from backfile.errors import Problem
from backfile.serve.answers import Manner
from backfile.serve.gate import is_loopback
from backfile.serve.keeper import Wish, keep
from backfile.serve.messages import Hint, Message, Note, Outcome, Progress, Settle
from backfile.serve.preview import Preview, open_bench
from backfile.serve.seed import fit_catalogue
from backfile.serve.server import Server, open_server
from backfile.serve.watch import Hints, must_be_polled, watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import ForkContext, SpawnContext
    from pathlib import Path

KILLED: Final = "the process that reads the sources was killed; start the preview again"
POLL_S: Final = 1.0
TURN_S: Final = 60.0
"""How long nothing is looked at, when nothing changes but the time."""

END_S: Final = 5.0
"""How long the keeper may take to put the catalogue away."""


class Listener(Protocol):
    """Takes notice of a preview: a terminal, a pipe, a test."""

    def note(self, line: str) -> None:
        """Something worth a line."""

    def opened(self, url: str) -> None:
        """The preview can be looked at."""

    def refreshed(self, outcome: Outcome) -> None:
        """Something was taken in, or could not be."""


@dataclass(frozen=True)
class ServeOptions:
    """What the command line says of a preview."""

    build: Options
    """Of the site; its `now` counts unless it is live."""

    is_live: bool = True
    """Whether now goes on with the clock."""

    future: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    open_browser: bool = False
    poll: bool = False
    follow: bool = False


def serve(options: ServeOptions, listener: Listener) -> None:
    """Show a site until somebody interrupts."""
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt), preview_of(options, listener):
        threading.Event().wait()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def preview_of(options: ServeOptions, listener: Listener) -> Iterator[Server]:
    """Show a site for as long as the context lasts."""
    bench = open_bench(options.build)
    own = bench.order.catalogue
    with hold_lock(own, "already shows a preview of this site; end it first"):
        fit = fit_catalogue(bench.order)
        copies = fit if fit != own else None
        if fit == own:
            catalogue.let_others_read(own)
        elif fit:
            bench.order = bench.order._replace(catalogue=fit)
        with _keeper_of(options, copies) as line, ExitStack() as stack:
            preview = Preview(options.build, bench, is_ready=fit is not None)
            stack.callback(preview.close)
            _start(_listen, line, preview, listener)
            server = _open(options, preview, listener)
            _start(server.serve_forever, 0.1)
            stack.callback(server.close)
            hints = Hints()
            stack.callback(hints.end)
            hints.add(settings=True)
            hints.add()
            _start(_send_hints, hints, line, options.is_live)
            stack.callback(_begin_watching(options, hints, line, listener))
            yield server


class _Line(NamedTuple):
    """The way to the keeper, and back."""

    hints: Pipe
    answers: Pipe
    idle: threading.Event
    """Set while the keeper has nothing to do."""

    took_s: list[float]
    """How long it took the last time."""


@contextmanager
def _keeper_of(options: ServeOptions, copies: Path | None) -> Iterator[_Line]:
    """Run a keeper; this process must have no other thread yet."""
    # Forked where that is safe: what is imported need not be again.
    context: ForkContext | SpawnContext = multiprocessing.get_context("spawn")
    if sys.platform == "linux":
        context = multiprocessing.get_context("fork")
    hints_in, hints_out = context.Pipe(duplex=False)
    ours, theirs = context.Pipe()
    wish = Wish(options.build, options.is_live, options.future, copies)
    keeper = context.Process(target=keep, args=(wish, hints_in, theirs))
    keeper.start()
    # Its ends are its own: that they are closed tells that it was killed.
    hints_in.close()
    theirs.close()
    idle = threading.Event()
    idle.set()
    try:
        yield _Line(hints_out, ours, idle, [0.0])
    finally:
        with suppress(OSError):
            hints_out.send(None)
        keeper.join(END_S)
        if keeper.is_alive():
            keeper.terminate()
            keeper.join()


def _open(options: ServeOptions, preview: Preview, listener: Listener) -> Server:
    """Open the server and say where it is."""
    host = options.host
    token = "" if is_loopback(host) else secrets.token_urlsafe(16)
    server = open_server(host, options.port, preview, token, Manner(options.follow))
    if options.port and server.port != options.port:
        listener.note(f"port {options.port} is taken; using {server.port}")
    if token:
        listener.note("the preview is open to the network, for all who have this address:")
    url = _url_of(server, host, token, preview.base)
    listener.opened(url)
    if options.open_browser:
        webbrowser.open(url)
    return server


def _start(work: Callable[..., None], *args: object) -> None:
    threading.Thread(target=work, args=args, daemon=True).start()


def _listen(line: _Line, preview: Preview, listener: Listener) -> None:
    """Take what the keeper says, until it ends."""
    is_held = False
    while (message := _next(line.answers)) is not None:
        if isinstance(message, Settle):
            preview.hold()
            is_held = True
            line.answers.send(None)
        elif isinstance(message, Progress):
            preview.report(message)
        elif isinstance(message, Note):
            with suppress(BrokenPipeError):
                listener.note(message.line)
        else:
            is_new = preview.settle(message, is_held=is_held)
            is_held = False
            line.took_s[0] = message.seconds
            line.idle.set()
            if is_new:
                with suppress(BrokenPipeError):  # nobody reads any more; the pages go on
                    listener.refreshed(message)
    if not preview.is_over:
        fault = Problem("", 0, 0, "stopped", KILLED)
        lost = Outcome((fault,), preview.is_ready, False, False, (), "", 0.0)  # noqa: FBT003
        preview.settle(lost, is_held=is_held)
        with suppress(BrokenPipeError):
            listener.refreshed(lost)


def _next(pipe: Pipe) -> Message | None:
    """Return what comes next; None if whoever sent has ended."""
    try:
        message: Message = pipe.recv()
    except (EOFError, OSError):
        return None
    return message


def _send_hints(hints: Hints, line: _Line, is_live: bool) -> None:  # noqa: FBT001
    """Send what was collected, whenever the keeper is done with what it had."""
    with suppress(OSError):
        while not hints.is_over:
            line.idle.wait()
            hint = hints.wait(TURN_S if is_live else None)
            if hints.is_over:
                return
            # With time alone, an article may have become due, or expired.
            line.idle.clear()
            line.hints.send(hint or Hint(frozenset(), settings=False))


def _begin_watching(
    options: ServeOptions, hints: Hints, line: _Line, listener: Listener
) -> Callable[[], None]:
    """Watch the files, or look at them again and again; return what ends it."""
    folder = options.build.site_folder.resolve()
    poll = options.poll
    if not poll and must_be_polled(folder):
        listener.note("this file system tells of no changes; looking for them every second")
        poll = True
    if not poll:
        try:
            observer = watch(folder, hints)
        except OSError as error:
            listener.note(f"cannot watch the files ({error.strerror}); looking every second")
        else:
            return observer.stop
    over = threading.Event()
    _start(_poll, over, hints, line)
    return over.set


def _poll(over: threading.Event, hints: Hints, line: _Line) -> None:
    """Look everywhere, again and again, for at most a tenth of the time."""
    while not over.wait(max(POLL_S, 10 * line.took_s[0])):
        line.idle.wait()
        hints.add()
        hints.add(settings=True)


def _url_of(server: Server, host: str, token: str, base: str) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104
    name = f"[{shown}]" if ":" in shown else shown
    query = f"?token={token}" if token else ""
    return f"http://{name}:{server.port}{base}/{query}"
