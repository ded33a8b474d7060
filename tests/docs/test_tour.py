"""The tour of the README, taken as a reader takes it: the files and commands that stand there."""

from __future__ import annotations

import re
import shlex
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


def commands_of(block: str) -> list[list[str]]:
    """Return the arguments of each call of the program in a block; a preview is not begun."""
    calls = [shlex.split(line) for line in block.splitlines() if line.startswith("backfile ")]
    return [words for _, *words in calls if words[0] != "serve"]


def test_tour(tmp_path: Path) -> None:
    """Whoever types what the README shows gets what it says."""
    begin, new, translate, publish = map(commands_of, blocks(TOUR, "tour"))
    backfile(tmp_path, *begin.pop(0))
    folder = tmp_path / "horizon"
    for arguments in begin:
        backfile(folder, *arguments)
    [promised_file] = re.findall(r"`(content/articles/[^`]+)`", TOUR)
    article = folder / backfile(folder, *new[0]).strip()
    assert article == folder / promised_file
    write_article(article)
    translation = folder / backfile(folder, *translate[0]).strip()
    finish_translation(translation)
    for arguments in publish:
        backfile(folder, *arguments)

    [promised] = re.findall(r"`(public/[^`]+)`", TOUR)
    page = (folder / promised).read_text(encoding="utf-8")
    assert "“Once in a while,” said the clockmaker" in page
    assert "Lav Varshney" in page
    [address] = re.findall(r'<a lang="uk" hreflang="uk" href="([^"]+)"', page)
    translated = (folder / f"public{address}index.html").read_text(encoding="utf-8")
    assert "Marko Sydorchuk" in translated

    check_changed_headline(folder, article, promised)
    assert "fresh" in backfile(folder, "build", "--explain", "/en/")
    check_deploy(folder, tmp_path / "www")


def write_article(article: Path) -> None:
    """Write the text below the front matter, and the photo in place of its comments."""
    [text] = blocks(TOUR, "markdown")
    [photo] = blocks(TOUR, "yaml photo")
    begun = article.read_text(encoding="utf-8")
    assert "# photo:" in begun
    with_photo = re.sub("# photo:\n(#   .*\n)*", photo, begun)
    article.write_text(with_photo + text, encoding="utf-8")


def finish_translation(article: Path) -> None:
    """Put another text in place of the original's, and publish it."""
    head, _, _ = article.read_text(encoding="utf-8").rpartition("---\n")
    published = re.sub("(?m)^draft: true.*\n", "", head)
    assert published != head
    article.write_text(f"{published}---\n\nЗрідка хвилина довша.\n", encoding="utf-8")


def check_changed_headline(folder: Path, article: Path, promised: str) -> None:
    """Change the headline: each of the two keys keeps the address, and without them it is told."""
    [headline] = re.findall(r"headline to `([^`]+)`", TOUR)
    ways = blocks(TOUR, "yaml")
    slug = next(way for way in ways if way.startswith("slug")).strip()
    aliases = next(way for way in ways if way.startswith("aliases"))
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


def check_deploy(folder: Path, place: Path) -> None:
    """Publish to the folder that the README names, were it ours."""
    [target] = blocks(TOUR, "yaml deploy")
    assert "/srv/www/horizon" in target
    with (folder / "site.yaml").open("a", encoding="utf-8") as file:
        file.write(target.replace("/srv/www/horizon", str(place)))
    backfile(folder, "deploy")
    page = (place / "current/en/index.html").read_bytes()
    assert page == (folder / "public/en/index.html").read_bytes()


def test_pictures_are_small() -> None:
    """Every picture of the documentation is shown there, and loads fast."""
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs/images").iterdir()}
    names = ["README.md", *(path.name for path in (ROOT / "docs").glob("*.md"))]
    documents = [document(name) for name in names]
    shown = {name for text in documents for name in re.findall(r"[(/]images/([^)]+)\)", text)}
    assert set(pictures) == shown
    assert max(pictures.values()) < 200_000
