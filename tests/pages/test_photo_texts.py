"""What stands with a photo: the author's words, else those of its file in the reader's language."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from support import build, site_from

from backfile.catalogue.connection import open_for_reading
from backfile.model import Photo, PhotoFields, PhotoRights
from backfile.pages.photos import photo_of, text_in
from backfile.site import load_site

if TYPE_CHECKING:
    from pathlib import Path

PACKET = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 photoshop:Credit="Agency" xmpRights:WebStatement="https://agency.example/licence">
<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Agency</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">File, any</rdf:li><rdf:li xml:lang="uk">Файл</rdf:li>
</rdf:Alt></dc:description>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt>
<rdf:li xml:lang="uk-UA">Опис</rdf:li>
</rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def speaking() -> bytes:
    """Return a photo that says who made it, and what it shows in Ukrainian."""
    buffer = BytesIO()
    Image.new("RGB", (60, 40)).save(buffer, "JPEG", xmp=PACKET.encode())
    return buffer.getvalue()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built site with that photo."""
    files: dict[str, str | bytes] = {
        "content/photos/p.jpg": speaking(),
        "content/articles/a.uk.md": "---\ntitle: A\ndate: 2025-01-01\n---\n"
        "![](p.jpg)\n\n![Own](p.jpg 'Said')\n\nA line with ![](p.jpg).\n",
    }
    folder = site_from(tmp_path_factory.mktemp("texts"), files, images="{widths: [16, 32]}")
    build(folder)
    return folder


def shown(site: Path, language: str, src: str = "p.jpg", **given: str) -> Photo:
    """Return what a page in *language* shows of the photo."""
    loaded, _ = load_site(site)
    assert loaded is not None
    db = open_for_reading(site / ".backfile")
    fields = PhotoFields(src=src, **given)
    photo = photo_of(db, loaded, "content/articles/a.uk.md", fields, language)
    db.close()
    assert photo is not None
    return photo


def test_the_file_speaks_where_the_author_is_silent(site: Path) -> None:
    """Caption and alternative text in the language of the page, credit and rights in any."""
    photo = shown(site, "uk")
    assert (photo.caption, photo.alt, photo.credit) == ("Файл", "Опис", "Ann / Agency")
    assert photo.rights == PhotoRights("Ann", "© Agency", "https://agency.example/licence", "")


def test_another_language_gets_the_default_or_nothing(site: Path) -> None:
    """A caption for any language serves English readers; a Ukrainian text does not."""
    photo = shown(site, "en")
    assert (photo.caption, photo.alt) == ("File, any", "")


@pytest.mark.parametrize("text", ["", "Mine"])
@pytest.mark.parametrize("key", ["caption", "alt", "credit"])
def test_the_author_wins_key_by_key(site: Path, key: str, text: str) -> None:
    """With an empty text too, which says that there shall be none."""
    photo = shown(site, "uk", **{key: text})
    assert getattr(photo, key) == text
    silent = shown(site, "uk")
    others = {"caption", "alt", "credit"} - {key}
    assert all(getattr(photo, other) == getattr(silent, other) for other in others)


def test_a_derived_photo_is_named_for_its_renditions(site: Path) -> None:
    """The address is that of the widest whole one that every browser reads; it exists."""
    photo = shown(site, "uk", focus="10% 90%")
    assert (photo.width, photo.height, photo.focus) == (60, 40, "10% 90%")
    assert (photo.name, photo.suffix) == ("p", "jpg")
    assert photo.url == f"/assets/p-32.{photo.mark}.jpg"
    assert (site / "public" / photo.url[1:]).is_file()


def test_a_linked_photo_has_the_authors_words_alone(site: Path) -> None:
    """It is not fetched, so neither size nor texts are known."""
    photo = shown(site, "uk", "https://x.example/y.jpg", alt="A")
    assert photo == Photo("https://x.example/y.jpg", 0, 0, "A", "", "")


def test_in_markdown_nothing_written_is_nothing_said(site: Path) -> None:
    """`![](x)` takes the file's words; its own win; a picture in a line has no caption."""
    page = (site / "public/ua/2025/01/a/index.html").read_text()
    assert page.count('alt="Опис"') == 2
    assert page.count('alt="Own"') == 1
    assert "<figcaption>Файл (" in page
    assert "<figcaption>Said (" in page
    assert page.count("<figcaption") == 2


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "exact"),
        ("en", "plain"),
        ("EN-gb", "exact"),
        ("en-US", "plain"),
        ("de", "kin"),
        ("de-CH", "kin"),
        ("fr", "any"),
    ],
)
def test_a_text_in_the_readers_language(language: str, expected: str) -> None:
    """The exact tag, then the language without its region, then `x-default`."""
    texts = (("x-default", "any"), ("en-GB", "exact"), ("en", "plain"), ("de-AT", "kin"))
    assert text_in(texts, language) == expected
    assert text_in(texts[1:], "fr") == ""
