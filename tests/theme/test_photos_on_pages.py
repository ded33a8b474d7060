"""How large the built-in theme shows photographs, and what it writes below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from theme.elements import Element, parse_html

from backfile.model import BodyPart, Profile
from backfile.theme.assets import assets_of, read_asset

if TYPE_CHECKING:
    from theme.press import Press

    from backfile.theme.chain import Theme
    from backfile.theme.renderer import Renderer

REACHING = "(min-width: 64rem) 60.5rem, (min-width: 46rem) 43rem, 100vw"
IF_HIGH = "(min-width: 64rem) and (min-height: 65rem) 60.5rem, (min-width: 46rem) 43rem, 100vw"


def _figure(
    renderer: Renderer, press: Press, width: int, height: int, style: str | None = None
) -> Element:
    """Return the figure of a photo that leads an article; with a style, of one in its text."""
    made = press.photo(width=width, height=height)
    if width:
        made = replace(made, name="press", mark="01" * 8, suffix="jpg")
    if style is None:
        article = press.article(photo=made)
    else:
        article = press.article(photo=None, body=(BodyPart("", replace(made, style=style)),))
    page = press.article_page(article=article)
    root = parse_html(renderer.render("article.html", page, press.frame()))
    return root.find("article.story figure")[0]


@pytest.mark.parametrize(
    ("width", "height", "style", "classes", "sizes"),
    [
        (3000, 1000, None, "lead flat", REACHING),
        (2400, 1600, None, "lead broad", IF_HIGH),
        (512, 512, None, "lead", "(min-width: 46rem) 32.0rem, 100vw"),
        (1000, 1600, None, "lead", "(min-width: 46rem) 27.5rem, 100vw"),
        (1600, 1600, None, "lead", "(min-width: 46rem) 43rem, 100vw"),
        (2400, 1600, "wide", "broad wide", REACHING),
        (2400, 1600, "", "broad", "(min-width: 46rem) 43rem, 100vw"),
        (512, 512, "wide", "wide", "(min-width: 46rem) 32.0rem, 100vw"),
        (2400, 1600, "widely", "broad widely", "(min-width: 46rem) 43rem, 100vw"),
    ],
)
def test_width_of_a_photo(
    renderer_with_pictures: Renderer,
    ukrainian: Press,
    width: int,
    height: int,
    style: str | None,
    classes: str,
    sizes: str,
) -> None:
    """By its shape, never wider than its file or higher than 44rem; `sizes` says the same."""
    figure = _figure(renderer_with_pictures, ukrainian, width, height, style)
    (image,) = figure.find("img")
    assert figure.attributes["class"] == classes
    assert image.attributes["sizes"] == sizes
    assert int(image.attributes["width"]) <= width


def test_small_photos_stay_in_the_text(renderer: Renderer, ukrainian: Press) -> None:
    """What is narrower than a narrow window says so; one of unknown size is not small."""
    assert _figure(renderer, ukrainian, 300, 200).attributes["class"] == "lead small"
    assert _figure(renderer, ukrainian, 0, 0).attributes["class"] == "lead"


def test_no_rule_enlarges_a_photo(built_in: Theme) -> None:
    """Photos of articles have the width of their file at most, and keep their ratio."""
    site = read_asset(assets_of(built_in)[0]["site.css"]).decode()
    rules = re.findall(r"\.(?:story|body)\b[^{}]*\bimg\s*\{([^}]*)\}", site)
    assert rules
    assert not any(re.search(r"(?<!max-)(?:inline|block)-size", rule) for rule in rules)
    assert any("object-fit: contain" in rule for rule in rules)


@pytest.mark.parametrize(
    ("caption", "credit", "legend"),
    [("A desk", "NASA", "A desk (NASA)"), ("", "NASA", "NASA"), ("A desk", "", "A desk")],
)
def test_caption_and_credit(
    renderer: Renderer, press: Press, caption: str, credit: str, legend: str
) -> None:
    """The credit stands in brackets after a caption, and alone without them."""
    article = press.article(photo=press.photo(caption=caption, credit=credit))
    page = press.article_page(article=article)
    root = parse_html(renderer.render("article.html", page, press.frame()))
    (found,) = root.find("figure.lead figcaption")
    assert found.text == legend
    assert [span.text for span in found.find("span.credit")] == ([credit] if credit else [])


@pytest.mark.parametrize("credit", ["Getty Images", ""])
def test_whose_a_portrait_is(renderer: Renderer, press: Press, credit: str) -> None:
    """The portrait of an author has its credit below; without one there is no caption."""
    portrait = press.photo(caption="", credit=credit, role="portrait")
    profile = Profile("Daryna Vialko", "", (), portrait, ())
    page = press.list_page("authors", profile=profile)
    root = parse_html(renderer.render("term.html", page, press.frame()))
    (figure,) = root.find("div.facts figure")
    assert figure.find("div.portrait img")
    assert [span.text for span in figure.find("figcaption span.credit")] == [credit][: bool(credit)]
    assert bool(figure.find("figcaption")) == bool(credit)
