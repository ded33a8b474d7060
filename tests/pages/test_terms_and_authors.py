"""Terms and authors: records, labels, addresses, indexes in the language's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.published import Published, article, attribute, cards_of, one, publish, texts, values

if TYPE_CHECKING:
    from pathlib import Path


def test_a_term_has_a_label_and_an_address_in_every_language(gazette: Published) -> None:
    """One key in the articles; label and slug of each language on its pages."""
    for url, label in (
        ("/ua/tags/mosty/", "Мости"),
        ("/en/tags/bridges/", "Bridges"),
        ("/ru/tags/mosty/", "Мосты"),
        ("/ua/misto/", "Місто"),
        ("/en/city/", "City"),
    ):
        assert texts(gazette.html(url), "h1") == [label]
    tree = gazette.html("/en/city/2023/11/the-first-bridge/")
    assert texts(tree, "a[rel=tag]") == ["Bridges", "Steel"]
    assert values(tree, "a[rel=tag]", "href") == ["/en/tags/bridges/", "/en/tags/steel/"]


def test_a_description_is_shown_and_told_to_search_engines(gazette: Published) -> None:
    """In the page's language; the default language's where it has none; else the headlines."""
    tree = gazette.html("/en/tags/bridges/")
    assert "All about bridges." in one(tree, "main").text()
    description = attribute(one(tree, "meta[name=description]"), "content")
    assert description == "All about bridges."
    tree = gazette.html("/ua/tags/stal/")
    description = attribute(one(tree, "meta[name=description]"), "content")
    assert description == " · ".join(cards_of(tree)[:4])


def test_lists_show_their_articles_newest_first(gazette: Published) -> None:
    """Over the list's own address and its numbered pages."""
    cards = cards_of(gazette.html("/ua/tags/mosty/")) + (
        cards_of(gazette.html("/ua/tags/mosty/page/1/"))
        if gazette.has("/ua/tags/mosty/page/1/")
        else []
    )
    assert cards == ["Виправлена", "Другий міст", "Перший міст"]
    assert cards_of(gazette.html("/ua/promyslovist/")) == ["За кордоном", "Сталь і люди"]
    assert cards_of(gazette.html("/en/archive/2024/02/")) == ["Harbour lights"]


def test_an_author_with_a_record(gazette: Published) -> None:
    """Name, role, biography, portrait and links in the page's language."""
    tree = gazette.html("/en/authors/olena-gava/")
    assert texts(tree, "h1") == ["Olena Gava"]
    main = one(tree, "main")
    assert "Editor" in main.text()
    assert texts(tree, "main strong") == ["bridges"]
    assert "https://olena.example/" in values(tree, "main a", "href")
    portrait = one(tree, "main header img")
    assert (attribute(portrait, "alt"), attribute(portrait, "width")) == ("Olena", "12")
    assert gazette.has(attribute(portrait, "src"))
    ukrainian = one(gazette.html("/ua/authors/olena-gava/"), "main header img")
    assert attribute(ukrainian, "alt") == "Олена"


def test_an_author_without_a_record(gazette: Published) -> None:
    """A plain name is an author too, with a page and a place in the index."""
    tree = gazette.html("/ua/authors/piter-smit/")
    assert texts(tree, "h1") == ["Пітер Сміт"]
    assert cards_of(tree) == ["Другий міст"]
    assert "/ua/authors/piter-smit/" in values(gazette.html("/ua/authors/"), "main a", "href")


def test_bylines_lead_to_authors(gazette: Published) -> None:
    """Every author and translator with `rel=author`, in the order given."""
    tree = gazette.html("/ua/misto/2024/01/druhyi-mist/")
    assert texts(tree, "a[rel=author]") == ["Олена Ґава", "Пітер Сміт"]
    english = gazette.html("/en/city/2024/01/the-second-bridge/")
    assert texts(english, ".authors a[rel=author]") == ["Peter Smith"]
    assert texts(english, ".translators a[rel=author]") == ["Olena Gava"]


def test_terms_without_an_article_in_a_language_are_not_listed(gazette: Published) -> None:
    """Not in its index, and without a page; a record alone makes no author either."""
    assert texts(gazette.html("/en/tags/"), ".index li a") == ["Bridges", "Harbour", "Steel"]
    assert texts(gazette.html("/ru/tags/"), ".index li a") == ["Мосты", "Harbour"]
    assert not gazette.has("/ru/tags/stal/")
    everything = [path for path in gazette.files if "nobody" in path]
    assert everything == []


def test_authors_are_sorted_by_their_sort_name(gazette: Published) -> None:
    """`sort_name` where there is one, else the name, by the Ukrainian alphabet: Ґ, І, П."""
    assert texts(gazette.html("/ua/authors/"), ".index li a") == [
        "Олена Ґава",
        "Іван Їжак",
        "Пітер Сміт",
    ]
    assert texts(gazette.html("/ua/authors/"), "main h2") == ["Ґ", "І", "П"]


def test_indexes_are_in_the_order_of_the_pages_language(tmp_path: Path) -> None:
    """Ukrainian has І and Ї after И, Ґ after Г, and the soft sign near its end; Russian has not."""
    labels = ["яма", "їжак", "ґанок", "гора", "ехо", "єнот", "жук", "іній", "ирій", "Apple"]
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(title="А", date="2025-01-01", tags=labels)
    }
    published = publish(tmp_path, files)
    assert texts(published.html("/ua/tags/"), ".index li a") == [
        "гора", "ґанок", "ехо", "єнот", "жук", "ирій", "іній", "їжак", "яма", "Apple",
    ]  # fmt: skip
    assert texts(published.html("/ua/tags/"), "main h2") == [
        "Г", "Ґ", "Е", "Є", "Ж", "И", "І", "Ї", "Я", "A",
    ]  # fmt: skip


def test_equal_terms_are_one(tmp_path: Path) -> None:
    """Case, composition and apostrophes do not make another term; the commonest spelling wins."""
    spellings = ["Театр", "театр", "Театр", "сім'я", "сімʼя", "сім’я", "Café", "Cafe\u0301"]
    files: dict[str, str | bytes] = {
        f"content/articles/{n}.uk.md": article(
            title=f"Н{n}", date=f"2025-01-{n + 1:02}", tags=[tag]
        )
        for n, tag in enumerate(spellings)
    }
    published = publish(tmp_path, files)
    found = texts(published.html("/ua/tags/"), ".index li a")
    assert len(found) == 3
    assert "Театр" in found
    assert published.has("/ua/tags/simia/")


def test_own_taxonomies(gazette: Published) -> None:
    """The front matter key of its name; index and terms at `/ua/NAME/`."""
    assert texts(gazette.html("/ua/places/"), ".index li a") == ["Київ"]
    assert cards_of(gazette.html("/ua/places/kyiv/")) == ["Перший міст"]
    tree = gazette.html("/ua/misto/2023/11/pershyi-mist/")
    assert "/ua/places/kyiv/" in values(tree, "article a", "href")


def test_taxonomies_that_a_site_leaves_out(tmp_path: Path) -> None:
    """Terms of theirs are shown without a link, and have neither page, index nor feed."""
    text = article(title="А", date="2025-01-01", tags=["x"], author="П Б", section="s")
    published = publish(tmp_path, {"content/articles/a.uk.md": text}, taxonomies="[sections]")
    assert not any(path.startswith(("ua/tags", "ua/authors")) for path in published.files)
    tree = published.html("/ua/s/2025/01/a/")
    assert "П Б" in one(tree, "article header").text()
    assert not tree.css_matches("a[rel=author], a[rel=tag]")


def test_the_menu_is_the_sections_that_have_articles(gazette: Published) -> None:
    """Without a configured menu; in the language's order, with its labels."""
    assert texts(gazette.html("/en/"), "nav.menu a") == ["City"]
    assert texts(gazette.html("/ua/"), "nav.menu a") == ["Місто", "Промисловість"]


def test_a_menu_leads_to_what_there_is_in_the_language(tmp_path: Path) -> None:
    """A page, section or index in the reader's language; elsewhere as written; else left out."""
    menu = """
  - {to: /about/, label: {uk: Про нас, en: About, ru: О нас}}
  - {to: /city/, label: {uk: Місто, en: City, ru: Город}}
  - {to: /archive/, label: {uk: Архів, en: Archive, ru: Архив}}
  - {to: "https://shop.example/", label: Shop}"""
    files: dict[str, str | bytes] = {
        "content/sections.yaml": (
            "city: {label: {uk: Місто, en: City}, slug: {uk: misto, en: town}}\n"
        ),
        "content/pages/about.uk.md": "---\ntitle: Про нас\nslug: pro-nas\n---\n\nТ.\n",
        "content/articles/a.uk.md": article(title="А", date="2025-01-01", section="city"),
        "content/articles/a.en.md": article(title="A"),
    }
    published = publish(tmp_path, files, menu=menu)
    found = {
        tag: values(published.html(f"/{tag}/"), "nav.menu a", "href") for tag in ("ua", "en", "ru")
    }
    shop = "https://shop.example/"
    assert found["ua"] == ["/ua/pro-nas/", "/ua/misto/", "/ua/archive/", shop]
    assert found["en"] == ["/en/town/", "/en/archive/", shop]
    assert found["ru"] == ["/ru/archive/", shop]


def test_the_archive_counts_by_month(gazette: Published) -> None:
    """Years newest first, each month with its articles in the language."""
    tree = gazette.html("/ua/archive/")
    assert values(tree, "main h2 a", "href") == [
        "/ua/archive/2025/",
        "/ua/archive/2024/",
        "/ua/archive/2023/",
    ]
    months = values(tree, "main li a", "href")
    assert set(months) == {
        "/ua/archive/2025/08/",
        "/ua/archive/2024/03/",
        "/ua/archive/2024/02/",
        "/ua/archive/2024/01/",
        "/ua/archive/2023/11/",
    }
    assert texts(gazette.html("/ua/archive/2023/11/"), "h1") == ["Листопад 2023"]
