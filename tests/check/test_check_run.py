"""A check as a whole: it publishes nothing, loses nothing, and says what a build would say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from check.checking import article, look_at, site_with
from command import backfile_main
from support import NOW, build, tree_of

from backfile.build.lock import hold_lock
from backfile.check.findings import KINDS
from backfile.check.wording import SHOWN
from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "articles/a.uk.md": article("[x](/no/)\n", tags="[театр]", photo="{src: p.svg, credit: C}"),
    "articles/b.uk.md": article("[x](no)\n", title="B", tags="[театор]", slug="a/b"),
    "articles/p.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
}
MENDED = {"articles/b.uk.md": article(title="B", tags="[театор]", aliases="[/old/]")}


def run(*args: str) -> int:
    """Run `backfile check` at a fixed time; return its exit status."""
    return backfile_main("check", "--now", NOW.isoformat(), *args)


def events(text: str) -> list[dict[str, Any]]:
    """Read one JSON object a line."""
    return [json.loads(line) for line in text.splitlines()]


def test_kinds(tmp_path: Path) -> None:
    """Everything is found at once, each under its kind."""
    findings, checked = look_at(site_with(tmp_path, FILES))
    codes = {kind: [p.code for p in sorted(kept)] for kind, kept in findings.kept.items()}
    assert codes == {
        "site": ["slug"],
        "links": ["address-missing", "link-missing"],
        "photos": ["photo-alt"],
        "terms": ["term-unrecorded"],
        "translations": ["translation-absent"],
        "metadata": ["no-author"],
    }
    assert checked.articles == 1


def test_nothing_is_published(tmp_path: Path) -> None:
    """No file outside .backfile is made, changed or removed, whatever is there."""
    site = site_with(tmp_path / "site", {**FILES, **MENDED})
    build(site)
    (site / "public/hand.html").write_text("by hand")
    site_with(site, {"articles/a.uk.md": article(title="Another")})
    before = {p: p.stat().st_mtime_ns for p in site.rglob("*") if ".backfile" not in p.parts}
    look_at(site)
    assert {
        p: p.stat().st_mtime_ns for p in site.rglob("*") if ".backfile" not in p.parts
    } == before


def test_build_after_check_is_a_build(tmp_path: Path) -> None:
    """A check before, between and after builds changes nothing of what they publish."""
    alone, checked = site_with(tmp_path / "alone", FILES), site_with(tmp_path / "checked", FILES)
    edits = (
        MENDED,
        {"articles/c.en.md": article(title="C")},
        {"articles/a.uk.md": article(title="Moved")},
    )
    for site in (alone, checked):
        for files in edits:
            if site is checked:
                look_at(site, drafts=True)
            site_with(site, files)
            if site is checked:
                look_at(site)
            build(site)
    assert tree_of(alone / "public") == tree_of(checked / "public")


def test_check_says_what_a_build_says(tmp_path: Path) -> None:
    """Errors and warnings of a build are found by a check, also where it went before."""
    site = site_with(tmp_path, FILES)
    for _ in range(2):
        with pytest.raises(SiteError) as caught:
            build(site)
        findings, _ = look_at(site)
        found = {problem for kept in findings.kept.values() for problem in kept}
        assert set(caught.value.problems) <= found


def test_other_output_folder_is_kept_in_mind(tmp_path: Path) -> None:
    """A check does not take the default folder for the one that the last build wrote."""
    site = site_with(tmp_path / "site", {**FILES, **MENDED})
    build(site, output=tmp_path / "out")
    look_at(site)
    assert build(site, output=tmp_path / "out").summary.written == 0
    assert not (site / "public").exists()


def test_lost_addresses_are_told_before_they_are_lost(tmp_path: Path) -> None:
    """An address that the next build would lose is told by every check before it."""
    site = site_with(tmp_path, {"articles/a.uk.md": article()})
    build(site)
    site_with(site, {"articles/a.uk.md": article(title="Another")})
    for _ in range(2):
        findings, _ = look_at(site, "site")
        assert [problem.code for problem in findings.kept["site"]] == ["address-lost"]


def test_template_that_cannot_be_compiled(tmp_path: Path) -> None:
    """Templates are compiled, so that what is wrong with the theme shows as well."""
    site = site_with(tmp_path, {"articles/a.uk.md": article()})
    (site / "themes/default/templates").mkdir(parents=True)
    (site / "themes/default/templates/extra.html").write_text("{% if %}")
    findings, _ = look_at(site, "site")
    assert [(p.path, p.code) for p in findings.kept["site"]] == [
        ("themes/default/templates/extra.html", "template-error")
    ]


# ---------------------------------------------------------------- the command


def test_clean_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to report is one line and status 0."""
    text = article(
        author="D", tags="[one]", photo="{src: 'https://p.example/p.jpg', alt: A, credit: B}"
    )
    site = site_with(
        tmp_path,
        {"articles/a.uk.md": text},
        languages="{uk: {}}",
        taxonomies="[sections]",
        title="T",
    )
    assert run("--site", str(site)) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("1 article checked: nothing to report. ")
    assert printed.err == ""


def test_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings with counts, a line for each problem, a table of languages, and a closing line."""
    assert run("--site", str(site_with(tmp_path, FILES))) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Site: 1 error"
    assert lines[1].startswith("content/articles/b.uk.md:5:7: `slug` is `a/b`")
    assert "Links: 2 errors" in lines
    at = lines.index("Translations: 1 note")
    assert lines[at + 1 : at + 5] == [
        "    there  missing  absent  older",
        "uk      1        0       0      0",
        "en      0        0       1      0",
        "ru      0        0       1      0",
    ]
    assert lines[at + 5].startswith("content/articles/a.uk.md:2:8: note: not translated into")
    assert lines[-1].startswith("1 article checked: 3 errors, 2 warnings, 2 notes. ")


def test_long_groups_are_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of one code the first ones are shown, in reading order; `--only` shows all."""
    links = "".join(f"[x](/no/{number}/)\n" for number in range(SHOWN + 5))
    site = str(site_with(tmp_path, {"articles/a.uk.md": article(links)}))
    run("--site", site)
    lines = capsys.readouterr().out.splitlines()
    assert lines[SHOWN].startswith(f"content/articles/a.uk.md:{SHOWN + 4}:1: ")
    assert lines[SHOWN + 1] == "… and 5 more (--only links shows all)"
    run("--site", site, "--only", "links")
    assert len(capsys.readouterr().out.splitlines()) == SHOWN + 5 + 3


def test_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what is asked for is reported, and decides about the exit status."""
    site = str(site_with(tmp_path, FILES))
    assert run("--site", site, "--only", "photos", "--only", "metadata") == 0
    headings = [line for line in capsys.readouterr().out.splitlines() if line.endswith("warning")]
    assert headings == ["Photos: 1 warning", "Metadata: 1 warning"]
    assert run("--site", site, "--only", "links") == 1


def test_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Strictly, warnings are errors, and notes are not."""
    site = str(site_with(tmp_path, FILES))
    assert run("--site", site, "--only", "photos", "--strict") == 1
    assert "1 error (--strict makes warnings errors)" in capsys.readouterr().out
    assert run("--site", site, "--only", "translations", "--strict") == 0


def test_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Quietly, only errors and warnings are printed, all of them."""
    run("--site", str(site_with(tmp_path, FILES)), "--quiet")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("content/articles/") for line in lines)


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each problem is an object with its kind, then the languages, then the summary."""
    assert run("--site", str(site_with(tmp_path, FILES)), "--json") == 1
    *found, uk, en, ru, summary = events(capsys.readouterr().out)
    fields = ["event", "path", "line", "column", "code", "message", "kind"]
    assert all(list(event) == fields for event in found)
    assert {event["kind"] for event in found} <= set(KINDS)
    assert uk == {
        "event": "translations", "language": "uk",
        "there": 1, "missing": 0, "absent": 0, "older": 0,
    }  # fmt: skip
    assert [en["absent"], ru["absent"]] == [1, 1]
    assert summary.pop("seconds") >= 0
    assert summary == {
        "event": "summary", "articles": 1, "errors": 3, "warnings": 2, "notes": 2,
        "kinds": {
            "site": {"errors": 1, "warnings": 0, "notes": 0},
            "links": {"errors": 2, "warnings": 0, "notes": 0},
            "photos": {"errors": 0, "warnings": 1, "notes": 0},
            "terms": {"errors": 0, "warnings": 0, "notes": 1},
            "translations": {"errors": 0, "warnings": 0, "notes": 1},
            "metadata": {"errors": 0, "warnings": 1, "notes": 0},
        },
    }  # fmt: skip


@pytest.mark.parametrize("only", [(), ("--only", "links")])
def test_site_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], only: tuple[str, ...]
) -> None:
    """An error in site.yaml is told whatever is asked for, since nothing else can be."""
    site = site_with(tmp_path, FILES, timezone="Kyiv")
    assert run("--site", str(site), *only) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Site: 1 error"
    assert lines[1].startswith("site.yaml:")


def test_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A kind that there is not, a time that is none, a folder that is none: status 2."""
    site = str(site_with(tmp_path, FILES))
    assert run("--site", site, "--only", "spelling") == 2
    assert "'metadata'" in capsys.readouterr().err
    assert backfile_main("check", "--site", site, "--now", "yesterday") == 2
    assert run("--site", str(tmp_path / "missing")) == 2


def test_while_a_build_is_running(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A check waits for no build; with `--json` it says so in the same way as a build."""
    site = site_with(tmp_path, FILES)
    with hold_lock(site / ".backfile"):
        assert run("--site", str(site)) == 1
        assert "is building this site; wait until it is done" in capsys.readouterr().err
        assert run("--site", str(site), "--json") == 1
        stopped, summary = events(capsys.readouterr().out)
    assert (stopped["code"], stopped["kind"], summary["errors"]) == ("stopped", "site", 1)
