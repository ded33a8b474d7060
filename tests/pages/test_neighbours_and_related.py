"""What an article leads to: neighbours in date, related articles, its series."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from pages.published import Published, article, publish, published_in, texts, values
from support import build, site_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

ENGLISH = {"languages": "{en: {label: EN}}", "default_language": "en", "title": "Horizon"}


def _written(**named: Mapping[str, object]) -> dict[str, str | bytes]:
    """Articles by name, a day apart in the order given unless they say otherwise."""
    return {
        f"content/articles/{name}.en.md": article(
            "Text.", **{"title": name, "date": f"2025-01-{day:02}", **fields}
        )
        for day, (name, fields) in enumerate(named.items(), 1)
    }


def _related(published: Published, name: str) -> list[str]:
    (path,) = (path for path in published.files if path.endswith(f"/{name}/index.html"))
    return texts(published.html(f"/{path.removesuffix('index.html')}"), "aside.related a")


def test_neighbours_are_by_date_among_one_language(gazette: Published) -> None:
    """What Ukrainian lacks is no neighbour of a Ukrainian article; the ends have one only."""
    tree = gazette.html("/ua/misto/2024/03/vypravlena/")
    assert values(tree, "a[rel=prev]", "href") == ["/ua/promyslovist/2024/02/stal-i-liudy/"]
    assert values(tree, "a[rel=next]", "href") == ["/ua/promyslovist/2025/08/za-kordonom/"]
    oldest = gazette.html("/ua/misto/2023/11/pershyi-mist/")
    assert values(oldest, "a[rel=prev]", "href") == []
    newest = gazette.html("/ua/promyslovist/2025/08/za-kordonom/")
    assert values(newest, "a[rel=next]", "href") == []
    english = gazette.html("/en/city/2024/02/harbour-lights/")
    assert values(english, "a[rel=prev]", "href") == ["/en/city/2024/01/the-second-bridge/"]


def test_neighbours_at_one_instant(tmp_path: Path) -> None:
    """Articles of one moment still form one chain, through all of them."""
    names = ["alpha", "beta", "gamma"]
    files = _written(**{name: {"date": "2025-01-01"} for name in names})
    published = publish(tmp_path, files, **ENGLISH)
    chain = [f"/en/2025/01/{name}/" for name in names]
    for older, newer in pairwise(chain):
        assert values(published.html(older), "a[rel=next]", "href") == [newer]
        assert values(published.html(newer), "a[rel=prev]", "href") == [older]


def test_a_rare_tag_counts_more_than_a_common_one(tmp_path: Path) -> None:
    """Rarity first, whatever is newer; then the newer among equals."""
    files = _written(
        rare={"tags": ["rare"]},
        common1={"tags": ["common"]},
        common2={"tags": ["common"]},
        common3={"tags": ["common"]},
        reader={"tags": ["common", "rare"]},
    )
    published = publish(tmp_path, files, **ENGLISH)
    assert _related(published, "reader") == ["rare", "common3", "common2", "common1"]


def test_tags_then_section_then_author(tmp_path: Path) -> None:
    """One shared tag outweighs section and author together; section outweighs author."""
    files = _written(
        tag={"tags": ["t"]},
        section={"section": "s"},
        author={"author": "A"},
        both={"section": "s", "author": "A"},
        nothing={"tags": ["other"]},
        reader={"tags": ["t"], "section": "s", "author": "A"},
    )
    published = publish(tmp_path, files, **ENGLISH)
    assert _related(published, "reader") == ["tag", "both", "section", "author"]


def test_related_articles_are_older_and_of_the_same_language(gazette: Published) -> None:
    """An article is never related to a newer one, to itself, or to a stand-in."""
    assert not gazette.html("/ua/misto/2023/11/pershyi-mist/").css_matches("aside.related")
    tree = gazette.html("/ru/gorod/2024/03/ispravlennaia/")
    assert all(url.startswith("/ru/") for url in values(tree, "aside.related a", "href"))
    assert values(tree, "aside.related a", "href")


_DETAILS = st.fixed_dictionaries(
    {
        "tags": st.lists(st.sampled_from("abc"), unique=True, max_size=2),
        "section": st.sampled_from(["s", "t"]),
        "author": st.sampled_from(["P", "Q"]),
    }
)


@settings(max_examples=10, deadline=None)
@given(
    old=st.lists(_DETAILS, min_size=3, max_size=7), new=st.lists(_DETAILS, min_size=1, max_size=5)
)
def test_publishing_never_changes_an_old_list(
    tmp_path_factory: pytest.TempPathFactory,
    old: list[dict[str, object]],
    new: list[dict[str, object]],
) -> None:
    """Whatever is added later, what was related before is related still."""
    folder = tmp_path_factory.mktemp("related")
    articles = [*old, *new]
    files = list(_written(**{f"n{i}": fields for i, fields in enumerate(articles)}).items())
    site_from(folder, dict(files[: len(old)]), **ENGLISH)
    build(folder)
    before = published_in(folder)
    site_from(folder, dict(files), **ENGLISH)
    build(folder)
    after = published_in(folder)
    for number in range(len(old)):
        assert _related(after, f"n{number}") == _related(before, f"n{number}")


def test_a_series_lists_all_its_parts(gazette: Published) -> None:
    """Oldest first, the part being read without a link; in its language only."""
    tree = gazette.html("/ua/misto/2024/01/druhyi-mist/")
    assert texts(tree, "nav.series li") == ["Перший міст", "Другий міст"]
    assert values(tree, "nav.series li a", "href") == ["/ua/misto/2023/11/pershyi-mist/"]
    assert texts(tree, "nav.series [aria-current=page]") == ["Другий міст"]
    assert "/ua/series/richky/" in values(tree, "nav.series h2 a", "href")
    assert not gazette.html("/ua/misto/2024/03/vypravlena/").css_matches("nav.series")
