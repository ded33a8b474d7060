"""
A branch that a host serves: GitHub Pages, GitLab Pages, any remote that git understands.

A bare repository of our own, beside the ledger, has an index of what is live; objects
are made of the files that differ, and of no others, and one commit is pushed.  The
manifest and its listing are no part of what is published: they are at the remote under
a ref of their own, `refs/backfile/BRANCH`, which is pushed together with the branch.
The manifest names the commit that it is about, so that a branch that somebody else
moved is noticed.

A push is refused by the remote itself if the branch is not where it was: there is no
other lock.

Errors:  BackfileError with what git said; what is live stays as it was.
Source:  git(1): hash-object, update-index, write-tree, commit-tree, push.
Imports: catalogue, deploy, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from backfile.catalogue.ledger import Step
from backfile.deploy.git_commands import Repository
from backfile.deploy.lease import Lease
from backfile.deploy.listing import digest_of_file
from backfile.deploy.manifest import LONG, SHORT, decode_manifest, encode_manifest, read_listing
from backfile.deploy.remote import Shipment
from backfile.errors import BackfileError, UsageError
from backfile.model import Item, Manifest

AT_ONCE: Final = 1000
FILE: Final = "100644"
GONE: Final = "0"
NOTHING: Final = "0" * 40
CONNECTIONS: Final = 4

OURS: Final = "refs/live/branch"
"""What we know of the branch at the remote."""

NOTES: Final = "refs/live/manifest"
OTHERS: Final = "refs/live/others"


class GitBranch:
    """A branch at a remote."""

    is_atomic = True

    def __init__(self, shipment: Shipment) -> None:
        """Open the repository beside the ledger; the remote is not asked."""
        self._shipment = shipment
        target = shipment.target
        self._branch = f"refs/heads/{target.branch}"
        self._manifest = f"refs/backfile/{target.branch}"
        self._repository = Repository(shipment.state / "site.git")
        self._tip = self._noted = ""

    # ------------------------------------------------------------ looking

    def read(self) -> Manifest | None:
        """Return the manifest of what is live; what is not known here already is fetched."""
        refs = self._remote_refs()
        self._tip, self._noted = refs.get(self._branch, ""), refs.get(self._manifest, "")
        if not (self._tip and self._noted):
            return None
        self._fetch(self._manifest, self._noted, NOTES)
        manifest = decode_manifest(
            self._repository.run("show", f"{self._noted}:{SHORT}"), self._place
        )
        if manifest.release == self._tip:
            return manifest
        branch = self._shipment.target.branch
        self._shipment.report.note(f"{self._said_of(self._tip)} changed {branch} after our deploy")
        return None

    def _said_of(self, commit: str) -> str:
        """Return who made a commit of the branch, and when."""
        self._fetch(self._branch, commit, OTHERS)
        return self._repository.text("log", "-1", "--format=%an at %cI", commit)

    @property
    def _place(self) -> str:
        return f"of {self._shipment.target.branch}"

    def _remote_refs(self) -> dict[str, str]:
        said = self._repository.text(
            "ls-remote", "--", self._shipment.target.to, self._branch, self._manifest
        )
        rows = (line.split("\t") for line in said.splitlines())
        return {name: commit for commit, name in rows}

    def _fetch(self, ref: str, commit: str, name: str) -> None:
        """Bring a commit here unless it is here, under a *name* that keeps it."""
        if self._repository.text("rev-parse", "--quiet", "--verify", name, lenient=True) != commit:
            self._repository.run(
                "fetch", "--quiet", "--no-tags", "--depth=1", "--force", "--",
                self._shipment.target.to, f"{ref}:{name}",
            )  # fmt: skip

    def is_empty(self) -> bool:
        """Tell whether there is no such branch; one that somebody else moved is theirs."""
        return not self._tip

    def listing(self, manifest: Manifest) -> Iterator[Item]:
        """Yield the files that belong to *manifest*, as they were written down."""
        data = self._repository.run("show", f"{self._noted}:{LONG}")
        yield from read_listing([data], self._place, manifest.listing)

    def altered(self, items: Iterable[Item]) -> Iterator[str]:
        """Yield the paths of files that the branch has not, or not as they were sent."""
        self._fetch(self._branch, self._tip, OURS)
        live = dict(self._live_objects())
        rest = iter(items)
        while batch := list(islice(rest, AT_ONCE)):
            here = [item for item in batch if self._is_as_sent(item)]
            paths = (item.path for item in here)
            names = dict(zip(paths, self._objects_of(here), strict=True))
            for item in batch:
                found = live.get(item.path)
                if found is None or found != names.get(item.path, found):
                    yield item.path

    def _is_as_sent(self, item: Item) -> bool:
        """Tell whether the file is here with the contents that were sent."""
        file = self._shipment.file_of(item)
        return file.is_file() and digest_of_file(file).hex() == item.digest

    def _live_objects(self) -> Iterator[tuple[str, str]]:
        """Yield (path, object) of all that the branch has."""
        said = self._repository.run("ls-tree", "-r", "-z", "--full-tree", self._tip)
        for line in said.decode(errors="surrogateescape").split("\0"):
            head, tab, path = line.partition("\t")
            if tab:
                yield path, head.split()[2]

    def requests_of(self, steps: Iterable[Step]) -> int:
        """Return about how often the remote is asked."""
        return CONNECTIONS if any(step.files for step in steps) else 1

    # ------------------------------------------------------------ writing

    @contextmanager
    def hold(self) -> Iterator[Lease | None]:
        """Hold nothing: a push is refused if the branch has moved."""
        yield None

    def begin(self, live: Manifest | None) -> None:
        """Let the index be what is live, or empty."""
        if live is None:
            self._repository.run("read-tree", "--empty")
            return
        self._fetch(self._branch, self._tip, OURS)
        self._repository.run("read-tree", self._tip)

    def send(self, items: Iterable[Item]) -> Iterator[Item]:
        """Make objects of files, and put them into the index."""
        rest = iter(items)
        while batch := list(islice(rest, AT_ONCE)):
            names = self._objects_of(batch, "-w")
            rows = zip(batch, names, strict=True)
            self._repository.index((FILE, name, item.path) for item, name in rows)
            yield from batch

    def _objects_of(self, items: list[Item], *options: str) -> list[str]:
        """Return the names of the objects that files are, or with `-w` become."""
        files = [str(self._shipment.file_of(item)) for item in items]
        odd = [file for file in files if "\n" in file or file.startswith('"')]
        if odd:
            raise BackfileError(f"{odd[0]!r}: git cannot be given this name; rename the file")
        data = "".join(f"{file}\n" for file in files).encode(errors="surrogateescape")
        said = self._repository.run(
            "hash-object", *options, "--no-filters", "--stdin-paths", data=data
        )
        return said.decode().split()

    def delete(self, paths: Iterable[str]) -> Iterator[str]:
        """Take files out of the index."""
        gone = list(paths)
        self._repository.index((GONE, NOTHING, path) for path in gone)
        yield from gone

    def finish(self, manifest: Manifest, listing: Path) -> Manifest:
        """Commit, and push the branch and the manifest together."""
        tree = self._repository.text("write-tree")
        parents = [] if self._shipment.target.orphan or not self._tip else [self._tip]
        if parents:
            self._fetch(self._branch, self._tip, OURS)
        commit = self._repository.commit(tree, self._message(manifest), parents)
        manifest = msgspec.structs.replace(manifest, release=commit)
        notes = self._note(manifest, listing)
        self._push({self._branch: (commit, self._tip), self._manifest: (notes, self._noted)})
        self._keep(commit, notes)
        return manifest

    def settle(self, manifest: Manifest) -> None:
        """Push a manifest that differs in what caches were told."""
        listing = self._shipment.state / LONG
        listing.write_bytes(self._repository.run("show", f"{self._noted}:{LONG}"))
        notes = self._note(manifest, listing)
        self._push({self._manifest: (notes, self._noted)})
        self._keep(self._tip, notes)

    def roll_back(self) -> tuple[str, str]:
        """Refuse: a branch has its history."""
        raise UsageError("a branch keeps no releases; revert the commit")

    def _message(self, manifest: Manifest) -> str:
        title = dict(self._shipment.site.title)[self._shipment.site.default_language]
        return f"Publish {title}\n\n{manifest.files:,} files, by {manifest.generator}.\n"

    def _note(self, manifest: Manifest, listing: Path) -> str:
        """Return a commit without parent that holds the manifest and its listing."""
        long = self._repository.text("hash-object", "-w", "--no-filters", "--", str(listing))
        short = self._repository.run(
            "hash-object", "-w", "--stdin", data=encode_manifest(manifest)
        ).decode()
        rows = f"{FILE} blob {long}\t{LONG}\0{FILE} blob {short.strip()}\t{SHORT}\0"
        tree = self._repository.run("mktree", "-z", data=rows.encode()).decode().strip()
        return self._repository.commit(tree, f"What is live is {manifest.release}\n", [])

    def _push(self, moves: dict[str, tuple[str, str]]) -> None:
        """Move refs at the remote, all or none, from where they were."""
        leases = [f"--force-with-lease={name}:{former}" for name, (_, former) in moves.items()]
        specs = [f"{new}:{name}" for name, (new, _) in moves.items()]
        words = ("--quiet", "--no-verify", *leases, "--", self._shipment.target.to, *specs)
        try:
            self._push_at_once(words)
        except BackfileError as error:
            raise self._moved() or error from None

    def _push_at_once(self, words: tuple[str, ...]) -> None:
        """Push all refs or none; where the remote cannot promise that, one after the other."""
        try:
            self._repository.run("push", "--atomic", *words)
        except BackfileError as error:
            if "does not support --atomic" not in str(error):
                raise
            self._repository.run("push", *words)

    def _moved(self) -> BackfileError | None:
        """Return who moved the branch meanwhile, and when, if somebody did."""
        try:
            tip = self._remote_refs().get(self._branch, "")
            if tip == self._tip or not tip:
                return None
            who = self._said_of(tip)
        except BackfileError:
            return None
        branch = self._shipment.target.branch
        return BackfileError(f"{who} deployed to {branch} meanwhile; deploy again")

    def _keep(self, commit: str, notes: str) -> None:
        """
        Write down what is live, and let go of objects that nothing needs any more.

        The commit is marked as one whose history is not kept here.  A repository so marked
        compares what it sends with all that the remote is known to have; else a commit
        without parents would be sent with every file of the site.
        """
        self._repository.run("update-ref", OURS, commit)
        self._repository.run("update-ref", NOTES, notes)
        (self._repository.folder / "shallow").write_text(f"{commit}\n", encoding="ascii")
        self._tip, self._noted = commit, notes
        self._repository.run("gc", "--auto", "--quiet", lenient=True, settings={"gc.auto": "6700"})
