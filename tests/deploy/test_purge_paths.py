"""Of what caches are told: addresses, reduced to prefixes where these are too many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backfile.deploy.cloudfront import paths_of
from backfile.deploy.purge_paths import MOST_PREFIXES, MOST_SINGLE, reduced

parts = st.sampled_from(["a", "b", "c", "d", "%D1%8F"])
addresses = st.builds(
    lambda folders, name: "/" + "".join(f"{part}/" for part in folders) + name,
    st.lists(parts, max_size=4),
    st.sampled_from(["", "x.html", "y.xml"]),
)


def covers(told: str, address: str) -> bool:
    """Tell whether an address is told of."""
    return address.startswith(told[:-1]) if told.endswith("*") else told == address


@given(
    changed=st.lists(addresses, unique=True, max_size=60),
    single=st.integers(0, 12),
    prefixes=st.integers(0, 5),
)
def test_everything_is_covered(changed: list[str], single: int, prefixes: int) -> None:
    """Each address is covered, by so many addresses and prefixes at most, or by that of all."""
    told = reduced(changed, single, prefixes)
    assert all(any(covers(one, address) for one in told) for address in changed)
    wild = [one for one in told if one.endswith("*")]
    assert told == ["/*"] or len(wild) <= prefixes
    assert len(told) - len(wild) <= single
    assert len(set(told)) == len(told)


def test_few_stay_as_they_are() -> None:
    """Within the limit each address is told by itself."""
    assert reduced(["/", "/ua/a/"], 2, 15) == ["/", "/ua/a/"]


def test_folders_as_deep_as_can_be() -> None:
    """Prefixes are those of sections before those of languages, and the front page is single."""
    many = ["/", "/ua/", *(f"/ua/{part}/{n}/" for part in ("x", "y") for n in range(9))]
    assert reduced(many, 5, 2) == ["/", "/ua/", "/ua/x/*", "/ua/y/*"]
    assert reduced(many, 5, 1) == ["/", "/ua/*"]
    assert reduced(many, 0, 1) == ["/*"]


def test_cloudfront_knows_both_names_of_a_folder() -> None:
    """A folder is told with `index.html` too, and a star in a name is no prefix."""
    assert paths_of(["/", "/a*"]) == ["/", "/a%2A", "/index.html"]
    many = [f"/ua/{part}/{n}/" for part in range(5) for n in range(MOST_SINGLE)]
    assert paths_of(many) == [f"/ua/{part}/*" for part in range(5)]
    assert len(paths_of([f"/{n}/{n}/" for n in range(999)])) <= MOST_PREFIXES
