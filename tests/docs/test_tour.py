"""The tour of the README, taken as a reader takes it: the files and commands that stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from docs.reading import ROOT, blocks, document, section

if TYPE_CHECKING:
    from pathlib import Path

TOUR = section(document("README.md"), "## Five minutes")


def backfile(folder: Path, *arguments: str, warning: str = "") -> str:
    """Run the program in *folder* and return what it says; it warns of nothing but *warning*."""
    command = [sys.executable, "-m", "backfile", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert bool(done.stderr) == bool(warning)
    assert warning in done.stderr
    return done.stdout


def test_tour(tmp_path: Path) -> None:
    """Whoever types what the README shows gets what it says."""
    [site] = blocks(TOUR, "yaml site")
    english, ukrainian = blocks(TOUR, "markdown")
    articles = tmp_path / "content/articles/2025"
    articles.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(site, encoding="utf-8")
    (articles / "leap-second.en.md").write_text(english, encoding="utf-8")
    backfile(tmp_path, "build")
    [promised] = re.findall(r"`(public/[^`]+)`", TOUR)
    page = (tmp_path / promised).read_text(encoding="utf-8")
    assert "“Once in a while,” said the clockmaker" in page

    (articles / "leap-second.uk.md").write_text(ukrainian, encoding="utf-8")
    backfile(tmp_path, "build")
    page = (tmp_path / promised).read_text(encoding="utf-8")
    [address] = re.findall(r'<a lang="uk" hreflang="uk" href="([^"]+)"', page)
    translation = (tmp_path / f"public{address}index.html").read_text(encoding="utf-8")
    assert "Marko Sydorchuk" in translation

    check_changed_headline(tmp_path, articles / "leap-second.en.md", promised)
    assert "fresh" in backfile(tmp_path, "build", "--explain", "/en/")


def check_changed_headline(folder: Path, article: Path, promised: str) -> None:
    """Change the headline: each of the two keys keeps the address, and without them it is told."""
    [headline] = re.findall(r"headline to `([^`]+)`", TOUR)
    slug, aliases = next(keys for keys in blocks(TOUR, "yaml") if keys.startswith("slug")).split(
        "\n", 1
    )
    changed = re.sub("(?m)^title: .*", f"title: {headline}", article.read_text("utf-8"))
    article.write_text(changed.replace("title:", f"{slug}\ntitle:"), encoding="utf-8")
    backfile(folder, "build", "--strict")
    page = (folder / promised).read_text(encoding="utf-8")
    assert headline in page

    article.write_text(changed, encoding="utf-8")
    said = f"write `{aliases.strip()}`, or keep it with `{slug}`"
    backfile(folder, "build", warning=said)
    assert not (folder / promised).exists()

    article.write_text(changed.replace("title:", f"{aliases}title:"), encoding="utf-8")
    backfile(folder, "build", "--strict")
    assert 'http-equiv="refresh"' in (folder / promised).read_text(encoding="utf-8")


def test_pictures_are_small() -> None:
    """Every picture of the documentation is shown there, and loads fast."""
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs/images").iterdir()}
    names = ["README.md", *(path.name for path in (ROOT / "docs").glob("*.md"))]
    documents = [document(name) for name in names]
    shown = {name for text in documents for name in re.findall(r"[(/]images/([^)]+)\)", text)}
    assert set(pictures) == shown
    assert max(pictures.values()) < 200_000
