"""Where every kind of page is published, and what else the output folder holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages.published import Published, article, attribute, hreflang_of, one, publish, values

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

UKRAINIAN = (
    "/ua/",
    "/ua/misto/2023/11/pershyi-mist/",
    "/ua/misto/2024/03/vypravlena/",
    "/ua/misto/",
    "/ua/tags/mosty/",
    "/ua/tags/stal/",
    "/ua/authors/olena-gava/",
    "/ua/authors/piter-smit/",
    "/ua/tags/",
    "/ua/authors/",
    "/ua/sections/",
    "/ua/series/",
    "/ua/series/richky/",
    "/ua/places/",
    "/ua/places/kyiv/",
    "/ua/archive/",
    "/ua/archive/2023/",
    "/ua/archive/2023/11/",
    "/ua/about/",
    "/en/about-us/",
    "/ru/help/terms/",
    "/ua/page/1/",
    "/404.html",
    "/robots.txt",
    "/manifest.webmanifest",
    "/",
)

FEEDS = ("/ua/", "/ua/misto/", "/ua/tags/mosty/", "/ua/authors/piter-smit/", "/ua/series/richky/")


@pytest.mark.parametrize("url", UKRAINIAN)
def test_every_kind_of_page_has_its_address(gazette: Published, url: str) -> None:
    """The table of addresses, row by row; each page names its own address as canonical."""
    assert gazette.has(url)
    if url.endswith("/"):
        canonical = values(gazette.html(url), "head link[rel=canonical]", "href")
        assert canonical == [f"https://horizon.example{url}"]


@pytest.mark.parametrize("url", FEEDS)
def test_every_list_has_two_feeds(gazette: Published, url: str) -> None:
    """Front page, section, tag, author and own term: `atom.xml` and `feed.json` below each."""
    assert gazette.has(f"{url}atom.xml")
    assert gazette.has(f"{url}feed.json")
    links = values(gazette.html(url), "head link[rel=alternate][type]", "href")
    assert links[:2] == [f"{url}atom.xml", f"{url}feed.json"]


def test_dates_in_addresses_are_in_the_time_zone_of_the_site(gazette: Published) -> None:
    """23:30 UTC on 1 March is 2 March in Kyiv, and it is the archive's month that counts."""
    time = one(gazette.html("/ua/misto/2024/03/vypravlena/"), "article header time")
    assert attribute(time, "datetime") == "2024-03-02T01:30:00+02:00"


def test_what_is_not_published_has_no_page(gazette: Published) -> None:
    """Drafts, scheduled and expired articles leave no trace; neither do their terms."""
    everything = "\n".join(
        data.decode()
        for path, data in gazette.files.items()
        if not path.endswith((".png", ".jpg", ".webp", ".avif"))
    )
    for title in ("Чернетка", "Потім", "Минуле"):
        assert title not in everything
    assert not gazette.has("/ua/tags/later/")
    assert not gazette.has("/ua/tags/gone/")
    assert not gazette.has("/ua/archive/2024/05/")
    assert gazette.has("/en/city/2024/03/of-a-draft/")


def test_static_files_are_copied(gazette: Published) -> None:
    """As they are, to the root; names with a dot are left out but for `.well-known/`."""
    assert gazette.files["favicon.ico"] == b"icon"
    assert ".well-known/security.txt" in gazette.files
    assert ".hidden" not in gazette.files


def test_assets_carry_their_digest(gazette: Published) -> None:
    """Every asset and photo is `NAME.DIGEST.EXT`, so that it may be kept for ever."""
    names = [path for path in gazette.files if path.startswith("assets/")]
    assert any(name.startswith("assets/site.") for name in names)
    assert all(re.fullmatch(r"assets/[\w-]+\.[0-9a-f]{16}\.\w+", name) for name in names)
    assert not any("unused" in name for name in names)


def test_languages_at_the_root_and_a_base_path(rooted: Published) -> None:
    """`path: ""` puts a language at the root, where there is then no chooser; the base is kept."""
    assert attribute(one(rooted.html("/archive/"), "html"), "lang") == "uk"
    assert rooted.has("/archive/misto/2023/11/pershyi-mist/")
    assert rooted.has("/archive/edition/city/2024/02/harbour-lights/")
    tree = rooted.html("/archive/misto/2024/03/vypravlena/")
    inside = [url for url in values(tree, "a[href], link[href]", "href") if url.startswith("/")]
    inside += values(tree, "img[src]", "src")
    assert inside
    assert all(url.startswith("/archive/") for url in inside)


def test_every_link_inside_the_site_leads_somewhere(gazette: Published, rooted: Published) -> None:
    """No page links to an address of this site at which nothing is published."""
    for published in (gazette, rooted):
        for path, tree in published.pages():
            links = values(tree, "a[href], link[href]", "href") + values(tree, "img[src]", "src")
            for url in links:
                if url.startswith(("/", published.origin)):
                    assert published.has(url), (path, url)
                elif url.startswith("#"):
                    assert tree.css_matches(f'[id="{url[1:]}"]'), (path, url)


def test_arabic_is_written_from_the_right(rooted: Published) -> None:
    """Letters without an official romanization stay, percent-encoded in addresses."""
    url = "/archive/ar/promyslovist/2024/02/%D8%A7%D9%84%D8%AD%D8%AF%D9%8A%D8%AF/"
    tree = rooted.html(url)
    assert attribute(one(tree, "html"), "dir") == "rtl"
    assert attribute(one(tree, "head link[rel=canonical]"), "href") == rooted.origin + url
    assert "ar/promyslovist/2024/02/الحديد/index.html" in rooted.files
    entries = rooted.xml("/archive/sitemaps/ar-articles.xml")
    assert any(entry.text == rooted.origin + url for entry in entries.iter())


@pytest.mark.parametrize(
    ("permalink", "section", "address"),
    [
        ("{section}/{year}/{month}/{slug}", "city", "/ua/city/2024/02/stattia/"),
        ("{section}/{year}/{month}/{slug}", "", "/ua/2024/02/stattia/"),
        ("{year}-{month}-{day}/{name}", "city", "/ua/2024-02-03/source/"),
        ("news/{slug}-{id}", "city", "/ua/news/stattia-f165e27d/"),
    ],
)
def test_permalinks(tmp_path: Path, permalink: str, section: str, address: str) -> None:
    """Every placeholder; an empty part is dropped; `{id}` is made from the story key alone."""
    text = article(title="Стаття", date="2024-02-03", **({"section": section} if section else {}))
    files: dict[str, str | bytes] = {"content/articles/in/source.uk.md": text}
    published = publish(tmp_path, files, permalink=f'"{permalink}"')
    found = [
        hreflang_of(tree)["uk"].removeprefix(published.origin)
        for _, tree in published.full_pages()
        if tree.css_matches("article h1")
    ]
    if address:
        assert found == [address]
    assert len(found) == 1
    assert published.has(found[0])


def test_ascii_slugs_on_request(tmp_path: Path) -> None:
    """Other scripts keep their letters unless the site says `slugs: ascii`."""
    files: dict[str, str | bytes] = {
        "content/articles/a.en.md": article(title="Ελλάδα 2", date="2024-02-03")
    }
    kept = publish(tmp_path / "kept", files)
    assert kept.has("/en/2024/02/%CE%B5%CE%BB%CE%BB%CE%AC%CE%B4%CE%B1-2/")
    plain = publish(tmp_path / "plain", files, slugs="ascii")
    urls = [path for path in plain.files if path.startswith("en/2024/02/")]
    assert all(path.isascii() for path in urls)
    assert urls


def test_former_addresses_lead_to_the_present_one(gazette: Published) -> None:
    """An alias is a page that sends readers on, and keeps search engines out; a file stays one."""
    target = "/ua/misto/2024/03/vypravlena/"
    for url in ("/ua/old/fixed/", "/ua/old/fixed.html"):
        tree = gazette.html(url)
        refresh = attribute(one(tree, "meta[http-equiv=refresh]"), "content")
        assert refresh == f"0; url={target}"
        assert attribute(one(tree, "link[rel=canonical]"), "href").endswith(target)
        assert values(tree, "a", "href") == [target]
        assert attribute(one(tree, "meta[name=robots]"), "content") == "noindex"


def test_former_addresses_of_authors(gazette: Published) -> None:
    """Each leads to the author's page in its own language, else in the default one."""
    for url, target in (
        ("/ua/staff/olena/", "/ua/authors/olena-gava/"),
        ("/en/staff/olena/", "/en/authors/olena-gava/"),
        ("/people/olena/", "/ua/authors/olena-gava/"),
    ):
        assert values(gazette.html(url), "a", "href") == [target]
    assert not gazette.has("/ua/staff/nobody/")


def test_the_root_offers_every_language(gazette: Published) -> None:
    """Without script: a link to each front page, the default first; nothing is guessed."""
    tree = gazette.html("/")
    assert values(tree, "nav.languages a", "href") == ["/ua/", "/en/", "/ru/"]
    assert values(tree, "nav.languages a", "hreflang") == ["uk", "en", "ru"]
    assert not tree.css_matches("meta[http-equiv=refresh]")
    assert attribute(one(tree, "html"), "lang") == "uk"


def test_not_found_keeps_search_engines_out(gazette: Published) -> None:
    """404.html may be sent for any address, so its links begin with a slash; its switcher too."""
    tree = gazette.html("/404.html")
    assert attribute(one(tree, "meta[name=robots]"), "content") == "noindex"
    links = values(tree, "a[href]", "href")
    assert all(url.startswith(("/", "#", "https://")) for url in links)
    assert values(tree, "nav.languages a", "href") == ["/ua/", "/en/", "/ru/"]
    assert hreflang_of(tree) == {}


def test_robots_names_the_sitemap(gazette: Published, rooted: Published) -> None:
    """By its absolute address."""
    assert "Sitemap: https://horizon.example/sitemap.xml\n" in gazette.text("/robots.txt")
    robots = rooted.text("/archive/robots.txt")
    assert "Sitemap: https://horizon.example/archive/sitemap.xml\n" in robots


def test_web_manifest(rooted: Published) -> None:
    """Starts at the default language's front page, and stays below the base path."""
    manifest = rooted.json("/archive/manifest.webmanifest")
    assert manifest["start_url"] == "/archive/"
    assert manifest["scope"] == "/archive/"
    assert manifest["name"] == "Вісник"
    assert rooted.has(manifest["icons"][0]["src"])


@pytest.mark.parametrize("name", ["robots.txt", "404.html", "manifest.webmanifest"])
def test_a_static_file_takes_the_place_of_a_page(tmp_path: Path, name: str) -> None:
    """An editor's own robots.txt is published instead of ours."""
    published = publish(tmp_path, {f"content/static/{name}": "mine"})
    assert published.files[name] == b"mine"


def test_former_addresses_of_authors_follow_every_change(tmp_path: Path) -> None:
    """Added, changed, taken back; gone with the author's last article, and back with a new one."""
    record = "name: {uk: Олена, en: Olena}\n"
    name, author = "content/articles/a.uk.md", "content/authors/olena.yaml"
    text = article(title="А", date="2025-01-01", author="olena")

    def redirects(files: dict[str, str | bytes]) -> dict[str, list[str]]:
        published = publish(tmp_path, files)
        return {
            path: values(tree, "a", "href") for path, tree in published.pages() if "old" in path
        }

    home = ["/ua/authors/olena/"]
    assert redirects({name: text, author: record}) == {}
    added = {author: f"{record}aliases: [/en/old-1, /old-2]\n"}
    assert redirects(added) == {"en/old-1/index.html": home, "old-2/index.html": home}
    changed = {author: f"{record}aliases: [/old-2]\nslug: o\n"}
    assert redirects(changed) == {"old-2/index.html": ["/ua/authors/o/"]}
    assert redirects({name: text.replace('"olena"', '"Other"')}) == {}
    assert redirects({name: text}) == {"old-2/index.html": ["/ua/authors/o/"]}
    (tmp_path / author).unlink()
    assert redirects({}) == {}


def test_two_pages_at_one_address_are_an_error(tmp_path: Path) -> None:
    """An alias that is somebody's present address, too; both are named, nothing is published."""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(title="А", date="2025-01-01"),
        "content/articles/b.uk.md": article(
            title="Б", date="2025-01-01", aliases=["/ua/2025/01/a"]
        ),
    }
    with pytest.raises(SiteError) as failure:
        publish(tmp_path, files)
    (problem,) = failure.value.problems
    assert problem.code == "address-taken"
    assert "content/articles/a.uk.md" in str(problem)
    assert "content/articles/b.uk.md" in str(problem)
    assert not (tmp_path / "public/index.html").exists()
