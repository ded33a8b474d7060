"""Translations: what is one, where its links stand, and what stands in for a missing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages.published import (
    Published,
    article,
    attribute,
    cards_of,
    hreflang_of,
    one,
    publish,
    switcher_of,
    texts,
    values,
)

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = "https://horizon.example"
FIRST_UK, FIRST_EN = "/ua/misto/2023/11/pershyi-mist/", "/en/city/2023/11/the-first-bridge/"


def test_an_article_names_its_existing_translations(gazette: Published) -> None:
    """Itself, each version there is, and x-default: the one in the default language."""
    expected = {"uk": FIRST_UK, "en": FIRST_EN, "x-default": FIRST_UK}
    for url in (FIRST_UK, FIRST_EN):
        found = hreflang_of(gazette.html(url))
        assert found == {tag: ORIGIN + address for tag, address in expected.items()}


def test_x_default_without_the_default_language_is_the_original(gazette: Published) -> None:
    """An English original with a Russian translation."""
    for url in ("/en/city/2024/02/harbour-lights/", "/ru/gorod/2024/02/ogni-gavani/"):
        found = hreflang_of(gazette.html(url))
        assert set(found) == {"en", "ru", "x-default"}
        assert found["x-default"] == f"{ORIGIN}/en/city/2024/02/harbour-lights/"


def test_x_default_of_a_static_page_without_the_default_language(tmp_path: Path) -> None:
    """Its original too, also where that is not the first language of the site."""
    page = "---\ntitle: {}\noriginal: ru\n---\n\nText.\n"
    files: dict[str, str | bytes] = {
        "content/pages/a.en.md": page.format("A"),
        "content/pages/a.ru.md": page.format("A"),
    }
    published = publish(tmp_path, files)
    assert hreflang_of(published.html("/en/a/"))["x-default"] == f"{ORIGIN}/ru/a/"
    sitemap = published.text("/sitemaps/en-pages.xml")
    assert f'hreflang="x-default" href="{ORIGIN}/ru/a/"' in sitemap


def test_x_default_of_lists_and_front_pages(gazette: Published) -> None:
    """A list's is the same list in the default language; a front page's is the root."""
    tag = hreflang_of(gazette.html("/en/tags/bridges/"))
    assert tag == {
        "uk": f"{ORIGIN}/ua/tags/mosty/",
        "en": f"{ORIGIN}/en/tags/bridges/",
        "ru": f"{ORIGIN}/ru/tags/mosty/",
        "x-default": f"{ORIGIN}/ua/tags/mosty/",
    }
    for url in ("/ua/", "/en/", "/ru/", "/"):
        assert hreflang_of(gazette.html(url))["x-default"] == f"{ORIGIN}/"
    assert "uk" not in hreflang_of(gazette.html("/ru/tags/harbour/"))
    assert hreflang_of(gazette.html("/ru/tags/harbour/"))["x-default"].endswith("/en/tags/harbour/")


def test_numbered_pages_claim_no_translation(gazette: Published) -> None:
    """Page 1 of one language holds other articles than that of another: it names itself alone."""
    own = "https://horizon.example/ua/page/1/"
    assert hreflang_of(gazette.html("/ua/page/1/")) == {"uk": own, "x-default": own}


def test_a_version_published_elsewhere(gazette: Published) -> None:
    """An ordinary link in the switcher, and one of the hreflang links."""
    tree = gazette.html("/ua/promyslovist/2025/08/za-kordonom/")
    address = "https://elsewhere.example/abroad"
    assert hreflang_of(tree)["ru"] == address
    assert switcher_of(tree)["ru"] == address


def test_a_change_elsewhere_reaches_the_sitemap(tmp_path: Path) -> None:
    """Though no page of ours but the article itself shows it."""
    name = "content/articles/a.uk.md"
    for host in ("one", "two"):
        text = article(title="А", date="2025-01-01", languages={"ru": f"https://{host}.example/"})
        published = publish(tmp_path, {name: text})
        assert f'"https://{host}.example/"' in published.text("/sitemaps/uk-articles.xml")


def test_translations_are_mutual_on_every_page(gazette: Published, rooted: Published) -> None:
    """Each page that is named names the same set."""
    for published in (gazette, rooted):
        for path, tree in published.full_pages():
            links = hreflang_of(tree)
            for url in links.values():
                if url.startswith(published.origin):
                    assert hreflang_of(published.html(url)) == links, path


def test_the_switcher_of_an_article(gazette: Published) -> None:
    """One link for each version; the page's own is current; what is missing is no version."""
    tree = gazette.html(FIRST_EN)
    assert switcher_of(tree) == {"uk": FIRST_UK, "en": FIRST_EN}
    assert texts(tree, "nav.languages a") == ["UA", "EN", "RU"]
    assert values(tree, "nav.languages [aria-current=true]", "hreflang") == ["en"]
    missing = one(tree, "nav.languages a.untranslated")
    assert attribute(missing, "href") == "/ru/"
    assert "hreflang" not in missing.attributes
    assert attribute(missing, "title").startswith("Русский: ")


def test_the_switcher_of_a_static_page(gazette: Published) -> None:
    """The same rule; a page in one language only has one version."""
    assert switcher_of(gazette.html("/ua/about/")) == {"uk": "/ua/about/", "en": "/en/about-us/"}
    tree = gazette.html("/ru/help/terms/")
    assert switcher_of(tree) == {"ru": "/ru/help/terms/"}
    assert values(tree, "nav.languages a.untranslated", "href") == ["/ua/", "/en/"]


def test_the_switcher_of_a_list(gazette: Published) -> None:
    """The same list in each language; the front page where a language has none."""
    assert switcher_of(gazette.html("/ua/tags/stal/")) == {
        "uk": "/ua/tags/stal/",
        "en": "/en/tags/steel/",
        "ru": "/ru/",
    }
    assert switcher_of(gazette.html("/ua/page/1/")) == {
        "uk": "/ua/page/1/",
        "en": "/en/",
        "ru": "/ru/",
    }


def test_fallback_cards_are_marked(gazette: Published) -> None:
    """With their language, its direction, and words in that language that say so."""
    for path, tree in gazette.full_pages():
        language = attribute(one(tree, "html"), "lang")
        for card in tree.css("main article:has(h2 a[href])"):
            tag = card.attributes.get("lang", language)
            title, marks = one(card, "h2").text(), card.css(".marker")
            if language == "ru" and title in {"Сталь і люди", "Перший міст", "За кордоном"}:
                assert tag == "uk", path
                assert attribute(card, "dir") == "ltr"
                assert [mark.text() for mark in marks] == ["Українською"]
            else:
                assert (tag, marks) == (language, []), (path, title)


def test_fallbacks_follow_a_chain(tmp_path: Path) -> None:
    """Belarusian falls back on Russian, Russian on Ukrainian; English shows its own only."""
    languages = """
  uk: {label: UA}
  en: {label: EN}
  ru: {label: RU, fallback: uk}
  be: {label: BE, fallback: ru}"""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(title="А", date="2025-01-01", tags=["x"]),
        "content/articles/b.uk.md": article(title="Б", date="2025-01-02"),
        "content/articles/b.ru.md": article(title="Бэ"),
    }
    published = publish(tmp_path, files, languages=languages)
    assert cards_of(published.html("/be/")) == ["Бэ", "А"]
    assert cards_of(published.html("/ru/")) == ["Бэ", "А"]
    assert cards_of(published.html("/en/")) == []
    assert not published.has("/be/tags/x/")


def test_fallbacks_stand_in_lists_only(gazette: Published) -> None:
    """A stand-in has no page in the language that borrows it, and no hreflang there."""
    assert not any(path.startswith("ru/promyslovist/") for path in gazette.files)
    assert not any("pershyi" in path for path in gazette.files if path.startswith("ru/"))
    for path, tree in gazette.full_pages():
        if path.startswith("ru/") and not tree.css_matches("article h1"):
            assert all("/2023/" not in url for url in hreflang_of(tree).values() if "ru/" in url)


@pytest.mark.parametrize(
    ("url", "crumbs"),
    [
        ("/ua/archive/2023/11/", ["/ua/", "/ua/archive/", "/ua/archive/2023/"]),
        ("/ua/archive/2023/", ["/ua/", "/ua/archive/"]),
        ("/ua/archive/", []),
        ("/ua/tags/mosty/", []),
        ("/ru/gorod/page/1/", ["/ru/", "/ru/gorod/"]),
    ],
)
def test_the_way_to_a_page(gazette: Published, url: str, crumbs: list[str]) -> None:
    """From the front page down, each step with words."""
    tree = gazette.html(url)
    assert values(tree, "nav.breadcrumbs a", "href") == crumbs
    assert all(texts(tree, "nav.breadcrumbs a"))


def test_every_page_has_a_name(gazette: Published, rooted: Published) -> None:
    """One h1 and one title, with words; the same name for pages shared elsewhere."""
    for published in (gazette, rooted):
        for path, tree in published.full_pages():
            (heading,), (title,) = texts(tree, "h1"), texts(tree, "title")
            assert heading, path
            assert title.startswith(heading), path
            assert attribute(one(tree, 'meta[property="og:title"]'), "content") == heading
