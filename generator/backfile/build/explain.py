"""
Why an output is stale or fresh: `--explain PATH`.

Each output keeps four bytes for each thing that it was made from; the page's
context is put together again and compared with them, and what differs is named.

Imports: build.worker, catalogue, fingerprint, pages.
"""

from __future__ import annotations

from pathlib import Path

from backfile.build.worker import Bench, inputs_of
from backfile.catalogue import outputs
from backfile.fingerprint import PART_BYTES, parts_of
from backfile.model import PageKey, Site
from backfile.pages import KINDS
from backfile.pages.addresses import path_of

INPUTS = ("the program or a library", "the template, its assets or messages", "the site's frame")


def explain_output(bench: Bench, wanted: str) -> str:
    """Return in a line or more why the output *wanted* is stale or fresh."""
    path = find_output_path(bench, wanted)
    found = outputs.output_at(bench.reader.db, path) if path else None
    if found is None:
        return f"{wanted}: no such output; give a path below the output folder, or an address"
    key, fingerprint, old_parts, pending = found
    about = f"{path}: {describe_key(key)}"
    if not fingerprint:
        return f"{about}\n  stale: it was never written, or its file was altered"
    context, template = KINDS[key.kind].context_of(bench.reader, key)
    language = key.language or bench.order.site.default_language
    now, parts = parts_of(inputs_of(bench, template, language), context)
    if now == fingerprint:
        reached = (
            "reached by a change, but made from the same"
            if pending
            else "not reached by any change"
        )
        return f"{about}\n  fresh: {reached}"
    names = [*(INPUTS if template else ()), *(f"page.{name}" for name in context.__struct_fields__)]
    return "\n".join(
        [about, *(f"  stale: {name} changed" for name in _differing(names, old_parts, parts))]
    )


def _differing(names: list[str], old: bytes, new: bytes) -> list[str]:
    if len(old) != len(new):
        return ["the shape of the page"]
    starts = range(0, len(new), PART_BYTES)
    changed = (old[i : i + PART_BYTES] != new[i : i + PART_BYTES] for i in starts)
    return [name for name, differs in zip(names, changed, strict=True) if differs]


def describe_key(key: PageKey) -> str:
    """Return a page key in words: `article articles/2025/fire in uk`."""
    words = [key.kind, key.subject]
    words += [f"in {key.language}"] if key.language else []
    words += [f"number {key.number}"] if key.number else []
    return " ".join(word for word in words if word)


def find_output_path(bench: Bench, wanted: str) -> str:
    """Return the output path meant by a path or an address; empty if there is none."""
    site, output = bench.order.site, bench.order.output
    for candidate in _candidates(site, output, wanted):
        if outputs.has_path(bench.reader.db, candidate):
            return candidate
    return ""


def _candidates(site: Site, output: Path, wanted: str) -> list[str]:
    below = wanted.removeprefix(site.origin)
    paths = [below, below.rstrip("/") + "/index.html", path_of(site, "/" + below.lstrip("/"))]
    absolute = Path(wanted).absolute()
    if absolute.is_relative_to(output):
        inside = absolute.relative_to(output).as_posix()
        paths += [inside, f"{inside}/index.html"]
    return [path.lstrip("/") for path in paths]
