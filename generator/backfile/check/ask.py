"""
Is there anything at an address?  HEAD, then GET, through a few redirects.

Every host that a redirect leads to is asked in its own turn, and by the same rules.

Errors:  none; what goes wrong is an `Answer` without a status.
Source:  RFC 9110 §15.4 (redirects).
Imports: check.request, check.turns, yaml.wording.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit

from backfile.check.request import LATER, PORTS, PRIVATE, Answer, Manners, Reply, send_request
from backfile.check.turns import Turns
from backfile.yaml.wording import quoted

REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}


def ask(url: str, manners: Manners, turns: Turns) -> Answer:
    """Return what is at an address, following redirects."""
    at, for_good = url, True
    for _ in range(manners.redirects + 1):
        reply = _ask_host(at, manners, turns)
        status = reply.answer.status
        if status not in REDIRECTS or not reply.location:
            moved = at if for_good and at != url else ""
            return Answer(status, reply.answer.reason, moved)
        for_good = for_good and status in FOR_GOOD
        at = _join(at, reply.location)
    return Answer(0, f"more than {manners.redirects} redirects")


def _join(at: str, location: str) -> str:
    """Return where a redirect leads; as it is written, if that is no address."""
    try:
        return urljoin(at, location).partition("#")[0]
    except ValueError:
        return location


def _ask_host(url: str, manners: Manners, turns: Turns) -> Reply:
    """Ask one host, in its turn."""
    try:
        split = urlsplit(url)
        port = split.port or PORTS.get(split.scheme)
    except ValueError:
        return Reply(Answer(0, f"{quoted(url)} is no address"))
    if split.scheme not in PORTS or not split.hostname:
        return Reply(Answer(0, f"it leads to {quoted(url)}, where nobody can be asked"))
    with turns.turn_at(f"{split.hostname}:{port}") as host:
        if host.closed or turns.is_ended:
            return Reply(Answer(0, host.closed or LATER))
        reply = _ask_politely(split, manners, turns)
        if reply.is_busy and reply.wait_s:
            host.closed = LATER
            return Reply(Answer(0, LATER))
        is_silent = reply.answer.status == 0 and reply.answer.reason != PRIVATE
        host.note_answer(reply.answer.reason if is_silent else "")
        return reply


def _ask_politely(split: SplitResult, manners: Manners, turns: Turns) -> Reply:
    """Send HEAD, once more after the pause that the host wishes, and GET if that is refused."""
    reply = send_request("HEAD", split, manners)
    if reply.is_busy and 0 < reply.wait_s <= manners.patience_s:
        turns.rest(reply.wait_s)
        reply = send_request("HEAD", split, manners)
    # Some servers do not know HEAD, or say of it what is true of nothing.
    if reply.answer.status >= HTTPStatus.BAD_REQUEST and not reply.is_busy:
        turns.rest(manners.pause_s)
        reply = send_request("GET", split, manners)
    return reply
