"""
Links that leave the site: are they alive?

Every address is asked once, at most one request at a time to each host and sixteen in
all; what was asked lately is not asked again (`answers`).  The whole runs after the
catalogue is closed, since other people's servers are slow, and a build must not wait.

Whether private addresses may be asked follows from the site itself: a site that is
published at one (an intranet, a preview) may link to others.  On a public site such a
link is broken for its readers, and nobody knocks there.

Errors:  as warnings; codes `external-broken`, `external-private`; as notes
         `external-moved`, `external-unsure`.
Cost:    a second an address of one host; hosts are asked side by side.
Imports: check, build.report, yaml, errors, model.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import closing
from http import HTTPStatus
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import urlsplit

import backfile
from backfile.build.report import Report
from backfile.check.answers import Kept, read_answers, write_answers
from backfile.check.ask import ask
from backfile.check.findings import Fault
from backfile.check.places import place_of
from backfile.check.request import LATER, PRIVATE, Answer, Manners, is_public, look_up
from backfile.check.turns import Turns
from backfile.errors import Problem
from backfile.model import Site
from backfile.yaml.wording import quoted

UNSURE = {401, 402, 403, 406, 407, 429, 451, 503, 999}
"""What servers say to programs, and may not say to readers."""


def manners_for(site: Site) -> Manners:
    """Return how links of a site are asked for."""
    return Manners(
        agent=f"Backfile/{backfile.__version__} (link check of {site.origin})",
        private=is_at_private_address(site),
    )


def is_at_private_address(site: Site) -> bool:
    """Tell whether a site is published where not everybody can reach it."""
    split = urlsplit(site.origin)
    try:
        found = look_up(split.hostname or "", split.port or 80)
    except (OSError, UnicodeError):
        return False
    return not all(is_public(address) for address, _ in found)


def external_problems(
    folder: Path, cache: Path, links: Mapping[str, Iterable[str]], report: Report, manners: Manners
) -> Iterator[Problem]:
    """
    Ask what is not known of *links* (address -> sources), and yield what is wrong.

    *folder* is that of the site, *cache* the one of its catalogue.
    """
    known = read_answers(cache, time.time())
    asked = [url for url in links if url not in known]
    report.begin("asking", len(asked))
    try:
        with closing(ask_all(asked, manners)) as answers:
            for url, answer in answers:
                known[url] = Kept(int(time.time()), answer)
                report.advance()
    finally:
        write_answers(cache, known)
    for url, paths in links.items():
        fault = _fault_of(url, known[url].answer)
        if fault:
            yield from (fault.at(path, *place_of(folder, path, url)) for path in paths)


def ask_all(urls: list[str], manners: Manners) -> Generator[tuple[str, Answer], None, None]:
    """Yield (address, answer) as answers come; when it is closed, nobody waits any more."""
    turns = Turns(manners.pause_s)
    pool = ThreadPoolExecutor(manners.at_once, thread_name_prefix="ask")
    try:
        futures: dict[Future[Answer], str] = {
            pool.submit(ask, url, manners, turns): url for url in hosts_in_turn(urls)
        }
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        turns.end()
        pool.shutdown(cancel_futures=True)


def hosts_in_turn(urls: Iterable[str]) -> list[str]:
    """Return the addresses so that those of one host stand as far apart as they can."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(url.split("/", 3)[2], []).append(url)
    rounds = zip_longest(*by_host.values())
    return [url for url in chain.from_iterable(rounds) if url is not None]


def _fault_of(url: str, answer: Answer) -> Fault | None:
    """Say what is wrong with an address."""
    shown, status = quoted(url), answer.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        message = f"{shown} has moved for good; write {quoted(answer.moved)}"
        return Fault("external-moved", message, "note") if answer.moved else None
    if answer.reason == LATER:
        message = f"nobody could be asked for {shown} now; check again later"
        return Fault("external-unsure", message, "note")
    if status in UNSURE:
        message = f"{shown} answers {_in_words(answer)} to a program; look at it yourself"
        return Fault("external-unsure", message, "note")
    if answer.reason == PRIVATE:
        message = f"{shown} is at an address that readers cannot reach, and was not asked"
        return Fault("external-private", message, "warning")
    return Fault("external-broken", f"the link leads to {shown}: {_in_words(answer)}", "warning")


def _in_words(answer: Answer) -> str:
    return f"{answer.status} {answer.reason}".strip() if answer.status else answer.reason
