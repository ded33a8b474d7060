"""A small site whose bodies hold raw HTML, and in it what no feed may carry."""

from __future__ import annotations

from pages.published import article, picture

HOSTILE = """\
Words[^1] with [a fragment](#part), [a neighbour](other.uk.md#x) and ![inline](i.png).

![Second](second.png){caption="Below" credit="Agency"}

<p style="color: red" onclick="run()">Styled <a href="relative/page">there</a></p>

<script>alert(1)</script><style>p { color: red }</style>

<form action="/subscribe"><input name="mail"><button>Subscribe</button></form>

<iframe src="https://video.example/1"></iframe> &#12; &#xfffe;

<img src="/assets/x.png" alt="X" srcset="/assets/y.png 2x" onerror="run()">

<a href="jav&#x09;ascript:run()">no</a> <unknown>kept</unknown>

[^1]: A note.
"""

SITE: dict[str, str | bytes] = {
    "content/articles/one/main.uk.md": article(
        HOSTILE,
        title="Перша <стаття> & інше",
        date="2024-03-02",
        updated="2024-03-05T10:00:00+02:00",
        author=["olena", "Пітер"],
        section="city",
        tags=["bridges", "city"],
        summary="Коротко & ясно.",
        photo={"src": "lead.png", "alt": "Міст", "caption": "Міст уранці", "credit": "Архів"},
        corrections=[{"date": "2024-03-05", "text": "Було не так."}],
    ),
    "content/articles/one/main.en.md": article("English.", title="The first"),
    "content/articles/one/other.uk.md": article("Друге.", title="Друга", date="2024-03-01"),
    "content/articles/one/lead.png": picture(40, 30, 1),
    "content/articles/one/second.png": picture(30, 40, 2),
    "content/articles/one/i.png": picture(3, 3, 3),
    "content/authors/olena.yaml": "name: Олена\n",
}
OVERRIDES = {"markdown": "{html: true}", "feeds": "{rss: true, hub: 'https://hub.example/'}"}
