"""A preview shows what would be published, at once, and never breaks what it showed."""

from __future__ import annotations

import multiprocessing
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from serve.previewing import previewed
from support import build, environment, site_from, tree_of

from backfile.errors import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path

STORY = "content/articles/2025/fire.uk.md"
PAGE = "/ua/2025/08/zghorany/"


def article(title: str = "Згорани", body: str = "Перший абзац.", **fields: str) -> str:
    """Return the source of an article."""
    given = {"title": title, "date": "2025-08-23", "author": "Дарина Вялко", **fields}
    lines = "".join(f"{key}: {value}\n" for key, value in given.items())
    return f"---\n{lines}---\n{body}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site that was never built."""
    return site_from(
        tmp_path / "site",
        {
            STORY: article(),
            "content/articles/2025/fire.en.md": article("Burnt", "First paragraph."),
            "content/articles/2025/other.uk.md": article("Інша", "Інший текст."),
            "content/pages/about.uk.md": "---\ntitle: Про нас\n---\nМи.\n",
            "content/static/robots.html": "<p>static</p>",
            "content/static/.secret": "hidden",
        },
    )


def test_every_page_is_what_a_build_publishes(site: Path) -> None:
    """Whatever a build writes, the preview answers with the same bytes; it writes nothing."""
    build(site)
    published = tree_of(site / "public")
    with previewed(site) as preview:
        for path, data in published.items():
            assert preview.raw(f"/{path.removesuffix('index.html')}") == data, path
    assert tree_of(site / "public") == published


def test_a_site_that_was_never_built_is_shown(site: Path) -> None:
    """Without a catalogue all is read first; the output folder is not even made."""
    with previewed(site) as preview:
        assert "Перший абзац." in preview.get(PAGE).text
        assert preview.get("/ua/").status == 200
    assert not (site / "public").exists()


def test_an_edit_is_shown(site: Path) -> None:
    """What is saved is on the page, and on the lists that show it."""
    with previewed(site) as preview:
        before = preview.about(PAGE)["version"]
        outcome = preview.save(STORY, article("Згорани вщент", "Інакше."))
        assert outcome.edited == (STORY,)
        assert outcome.follow == "/ua/2025/08/zghorany-vshchent/"
        assert "Інакше." in preview.get(outcome.follow).text
        assert "Згорани вщент" in preview.get("/ua/").text
        assert preview.get(PAGE).status == 404
        assert preview.about(PAGE)["version"] > before


def test_pages_have_the_script_and_only_in_the_preview(site: Path) -> None:
    """The code that reloads is in what the server sends, and not in what is published."""
    build(site)
    with previewed(site) as preview:
        shown = preview.get(PAGE)
        assert b"preview.js" in shown.body
        assert shown.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert shown.headers["Cache-Control"] == "no-store"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert preview.get("/.backfile/preview.js").status == 200
        assert preview.get("/.backfile/preview.css").headers["Content-Type"].startswith("text/css")
    assert not any(b"preview.js" in data for data in tree_of(site / "public").values())


def test_an_error_leaves_the_last_good_page(site: Path) -> None:
    """A broken article is shown as it last was; the error is told with its place and lines."""
    with previewed(site) as preview:
        good = preview.raw(PAGE)
        outcome = preview.save(STORY, article(date="2025-13-45"))
        assert [(p.path, p.line) for p in outcome.problems if p.severity == "error"] == [(STORY, 3)]
        assert preview.raw(PAGE) == good
        (error,) = preview.about(PAGE)["errors"]
        assert error["place"].startswith(f"{STORY}:3:")
        assert [3, "date: 2025-13-45", True] in error["lines"]
        # All else goes on meanwhile.
        preview.save("content/articles/2025/other.uk.md", article("Інша", "Новий текст."))
        assert "Новий текст." in preview.get("/ua/2025/08/insha/").text
        assert preview.raw(PAGE) == good
        assert preview.about("/ua/2025/08/insha/")["errors"]
        outcome = preview.save(STORY, article(body="Загоєно."))
        assert outcome.problems == ()
        assert "Загоєно." in preview.get(PAGE).text
        assert preview.about(PAGE)["errors"] == []


def test_an_error_from_elsewhere_leaves_all_as_it_was(site: Path) -> None:
    """A link that breaks because another article went: nothing is taken in until it is mended."""
    with previewed(site) as preview:
        other = "content/articles/2025/other.uk.md"
        preview.save(other, article("Інша", "[сюди](fire.uk.md)"))
        good = preview.raw("/ua/2025/08/insha/")
        text = (site / STORY).read_text()
        for path in (STORY, STORY.replace(".uk.", ".en.")):
            (site / path).unlink()
        outcome = preview.settled()
        assert [p.code for p in outcome.problems if p.severity == "error"] == ["link-missing"]
        assert preview.raw("/ua/2025/08/insha/") == good
        assert preview.get(PAGE).status == 200
        outcome = preview.save(STORY, text)
        assert [p for p in outcome.problems if p.severity == "error"] == []


def test_a_site_with_errors_is_shown_as_far_as_it_can_be(site: Path) -> None:
    """An archive with a broken article can be previewed, and edited, from the start."""
    (site / STORY).write_text(article(date="never"), encoding="utf-8")
    with previewed(site) as preview:
        (error,) = preview.about("/ua/")["errors"]
        assert STORY in error["place"]
        assert "Інший текст." in preview.get("/ua/2025/08/insha/").text
        preview.save("content/articles/2025/other.uk.md", article("Інша", "Новий текст."))
        assert "Новий текст." in preview.get("/ua/2025/08/insha/").text
        outcome = preview.save(STORY, article())
        assert outcome.problems == ()
        assert preview.get(PAGE).status == 200


def test_settings_with_errors_leave_the_old_ones(site: Path) -> None:
    """A slip in site.yaml changes nothing but what is told; mended, it counts."""
    with previewed(site) as preview:
        good = preview.raw("/ua/")
        text = (site / "site.yaml").read_text()
        outcome = preview.save("site.yaml", text + "tittle: x\n")
        assert [p.path for p in outcome.problems] == ["site.yaml"]
        assert preview.raw("/ua/") == good
        (error,) = preview.about("/ua/")["errors"]
        assert "did you mean `title`" in error["message"]
        outcome = preview.save("site.yaml", text.replace("Обрій", "Овид"))
        assert outcome.problems == ()
        assert "Овид" in preview.get("/ua/").text


def test_templates_with_errors_leave_the_old_ones(site: Path) -> None:
    """A template that cannot be compiled is not used; one that fails shows the last good page."""
    site_from(site, {"themes/mine/theme.yaml": "extends: default\n"}, theme="mine")
    template = "themes/mine/templates/article.html"
    with previewed(site) as preview:
        good = preview.raw(PAGE)
        outcome = preview.save(template, "{% if %}")
        assert [(p.path, p.line) for p in outcome.problems] == [(template, 1)]
        assert preview.raw(PAGE) == good
        outcome = preview.save(template, "\n{{ page.artcle }}")
        assert outcome.problems == ()
        assert preview.raw(PAGE) == good
        (error,) = preview.about(PAGE)["errors"]
        assert error["place"] == f"{template}:2"
        preview.save(template, '{% extends "base.html" %}{% block main %}Власна{% endblock %}')
        assert "Власна" in preview.get(PAGE).text


def test_a_page_that_never_worked_says_so(site: Path) -> None:
    """Without a last good page there is a page that only holds the error."""
    theme = {
        "themes/mine/theme.yaml": "extends: default\n",
        "themes/mine/templates/article.html": "{{ nothing }}",
    }
    site_from(site, theme, theme="mine")
    with previewed(site) as preview:
        shown = preview.get(PAGE)
        assert shown.status == 500
        assert "preview.js" in shown.text
        assert "nothing" in preview.about(PAGE)["errors"][0]["message"]


def test_drafts_are_shown_if_asked_for(site: Path) -> None:
    """A draft has a badge, and is not published by the next build."""
    draft = "content/articles/2025/draft.uk.md"
    (site / draft).write_text(article("Чернетка", draft="true"), encoding="utf-8")
    with previewed(site) as preview:
        assert preview.get("/ua/2025/08/chernetka/").status == 404
    with previewed(site, drafts=True) as preview:
        assert preview.get("/ua/2025/08/chernetka/").status == 200
        assert preview.about("/ua/2025/08/chernetka/")["badge"] == "Draft"
        assert preview.about(PAGE)["badge"] == ""
    build(site)
    assert not (site / "public/ua/2025/08/chernetka").exists()


def test_scheduled_articles_are_shown_if_asked_for(site: Path) -> None:
    """What is dated later than now has a badge that says when it comes."""
    later = "content/articles/2025/later.uk.md"
    (site / later).write_text(article("Згодом", date="2025-12-24T18:00"), encoding="utf-8")
    with previewed(site) as preview:
        assert preview.get("/ua/2025/12/zghodom/").status == 404
    with previewed(site, future=True) as preview:
        assert preview.get("/ua/2025/12/zghodom/").status == 200
        badge = preview.about("/ua/2025/12/zghodom/")["badge"]
        assert badge == "Scheduled for 2025-12-24 18:00"


def test_the_bar_knows_the_page(site: Path) -> None:
    """Source, translations that are there or missing, and warnings of this page alone."""
    with previewed(site) as preview:
        preview.save("content/articles/2025/other.uk.md", article("Інша", auhtor="x"))
        about = preview.about(PAGE)
        assert about["source"] == STORY
        states = {one["label"]: one["state"] for one in about["translations"]}
        assert states == {"UA": "there", "EN": "there", "RU": "missing"}
        assert about["warnings"] == []
        assert about["elsewhere"] == 1
        (warning,) = preview.about("/ua/2025/08/insha/")["warnings"]
        assert "did you mean `author`" in warning["message"]
        assert preview.about("/ua/")["source"] == ""


def test_only_outputs_are_served(site: Path) -> None:
    """No dotfile, no source, no listing, no link out of the site: what is no output is 404."""
    (site / "content/static/out").symlink_to("/etc")
    with previewed(site) as preview:
        for path in ("/.secret", "/site.yaml", "/content/", "/assets/", "/.backfile/", "/.git/x",
                     "/out/passwd", "/.backfile/../site.yaml", "/x::$DATA"):  # fmt: skip
            assert preview.get(path).status == 404, path
        for path in ("/%00", "/%zz", "/..%5c"):
            assert preview.get(path).status == 400, path
        assert preview.get("/", host="evil.example").status == 403
        assert preview.get(PAGE, method="POST").status == 405
        assert preview.get(PAGE).status == 200


def test_hosts_would_answer_alike(site: Path) -> None:
    """A missing slash is added, HEAD has no body, 404 is the site's own, types are right."""
    with previewed(site) as preview:
        moved = preview.get(PAGE.removesuffix("/") + "?a=b")
        assert (moved.status, moved.headers["Location"]) == (302, PAGE + "?a=b")
        head = preview.get(PAGE, method="HEAD")
        assert (head.status, head.body) == (200, b"")
        missing = preview.get("/ua/nowhere/")
        assert missing.status == 404
        assert "<h1" in missing.text
        assert (
            preview.get("/ua/atom.xml").headers["Content-Type"].startswith("application/atom+xml")
        )
        assert preview.get("/robots.html").text.startswith("<p>static</p>")


def test_a_site_below_a_path_is_shown_there(tmp_path: Path) -> None:
    """A site whose url ends in a path has it in the preview as well."""
    site = site_from(tmp_path, {STORY: article()}, url="https://horizon.example/archive")
    with previewed(site) as preview:
        assert preview.get("/").headers["Location"] == "/archive/"
        assert preview.get(f"/archive{PAGE}").status == 200
        assert preview.get(PAGE).status == 404
        assert preview.heard.urls[0].endswith("/archive/")


def test_a_build_gives_the_preview_its_catalogue(site: Path) -> None:
    """After a build the first page is there before anything is read again."""
    build(site)
    with previewed(site) as preview:
        first = preview.heard.outcomes[0]
        assert first.edited == ()
        assert first.is_ready
        assert preview.get(PAGE).status == 200


def test_builds_and_previews_do_not_mix(site: Path) -> None:
    """A build beside a preview publishes what it would without one."""
    with previewed(site, drafts=True) as preview:
        preview.save("content/articles/2025/draft.uk.md", article("Чернетка", draft="true"))
        build(site)
        beside = tree_of(site / "public")
    build(site, clean=True)
    assert tree_of(site / "public") == beside


def test_one_preview_a_site(site: Path) -> None:
    """The second is told who shows the site; the first goes on."""
    with previewed(site) as preview:
        with pytest.raises(CatalogueError, match="already shows a preview"), previewed(site):
            pass
        assert preview.get(PAGE).status == 200


def test_a_taken_port_means_the_next(site: Path, tmp_path: Path) -> None:
    """The port in use is said."""
    other = site_from(tmp_path / "other", {STORY: article()})
    with previewed(site) as preview, previewed(other, port=preview.server.port) as second:
        assert second.server.port > preview.server.port
        assert any("is taken" in note for note in second.heard.notes)


def test_the_network_needs_the_token(site: Path) -> None:
    """Open to the network, the preview wants the token that is in its address, once."""
    with previewed(site, host="0.0.0.0") as preview:  # noqa: S104
        address = preview.heard.urls[0]
        query = "?" + address.partition("?")[2]
        assert any("network" in note for note in preview.heard.notes)
        assert preview.get(PAGE).status == 403
        first = preview.get(PAGE + query)
        assert (first.status, first.headers["Location"]) == (302, PAGE)
        cookie = first.headers["Set-Cookie"].partition(";")[0]
        assert preview.get(PAGE, cookie=cookie).status == 200
        assert preview.get(PAGE, cookie=cookie, host="news.example").status == 200


def test_a_checkout_of_many_files_is_a_look_or_two(site: Path) -> None:
    """Thousands of files that change at once do not make a queue of builds."""
    with previewed(site) as preview:
        folder = site / "content/articles/2024"
        folder.mkdir()
        for number in range(600):
            text = article(f"Стаття {number}", date="2024-01-01")
            (folder / f"a{number}.uk.md").write_text(text, encoding="utf-8")
        while preview.get("/ua/2024/01/stattia-599/").status != 200:
            preview.settled()
        assert len(preview.heard.outcomes) <= 4  # the first look, and those while files came


def test_polling_sees_what_events_do_not(site: Path) -> None:
    """With --poll all is found without an event."""
    with previewed(site, poll=True) as preview:
        preview.save(STORY, article(body="Знайдено."))
        assert "Знайдено." in preview.get(PAGE).text


def test_the_program_ends_cleanly(site: Path) -> None:
    """Ctrl-C ends the preview with status 0, and the next one starts from its catalogue."""
    command = [sys.executable, "-m", "backfile", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=site, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline().startswith("Preview at http://127.0.0.1:")
        assert process.stdout.readline().startswith("updated:")
        process.send_signal(2)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert (site / ".backfile/preview/catalogue.stamp").exists()


def test_no_site_is_said_plainly(tmp_path: Path) -> None:
    """A site.yaml that cannot be used stops the command, as it stops a build."""
    (tmp_path / "site.yaml").write_text("title: [\n")
    done = subprocess.run(
        [sys.executable, "-m", "backfile", "serve"], cwd=tmp_path, env=environment(),
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("site.yaml:")


def test_a_body_is_not_another_request(site: Path) -> None:
    """What follows a request as its body is never answered."""
    inner = b"GET /404.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with previewed(site) as preview:
        address = ("127.0.0.1", preview.server.port)
        with socket.create_connection(address, timeout=20) as connection:
            head = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{address[1]}\r\n"
            connection.sendall(f"{head}Content-Length: {len(inner)}\r\n\r\n".encode() + inner)
            received = b""
            while chunk := connection.recv(65_536):
                received += chunk
    assert received.count(b"HTTP/1.1 ") == 1


def test_a_killed_keeper_is_told(site: Path) -> None:
    """When the other process is killed, the page and the terminal say so, and it can be ended."""
    with previewed(site) as preview:
        (keeper,) = multiprocessing.active_children()
        keeper.kill()
        outcome = preview.settled()
        assert "was killed" in outcome.problems[0].message
        assert preview.about(PAGE)["errors"]
        assert preview.get(PAGE).status == 200


def test_an_article_renamed_under_a_link_stops_nothing_else(site: Path) -> None:
    """A link that breaks is told; the old page stays, and other edits are shown."""
    other, third = "content/articles/2025/other.uk.md", "content/articles/2025/third.uk.md"
    with previewed(site) as preview:
        preview.save(other, article("Інша", "[сюди](fire.uk.md)"))
        preview.save(third, article("Третя"))
        for path in (STORY, STORY.replace(".uk.", ".en.")):
            (site / path).rename(site / path.replace("fire", "flame"))
        preview.settled()
        preview.save(third, article("Третя", "Нове."))
        assert "Нове." in preview.get("/ua/2025/08/tretia/").text
        assert preview.about("/ua/2025/08/tretia/")["errors"]
        outcome = preview.save(other, article("Інша", "[сюди](flame.uk.md)"))
        assert [p for p in outcome.problems if p.severity == "error"] == []


def test_old_errors_do_not_stop_the_next_preview(site: Path) -> None:
    """A site that had an error when it was last previewed can be edited all the same."""
    (site / "content/articles/2025/bad.uk.md").write_text(
        article("Погана", "[x](nope.md)"), encoding="utf-8"
    )
    for text in ("Раз.", "Два."):
        with previewed(site) as preview:
            preview.save(STORY, article(body=text))
            assert text in preview.get(PAGE).text


def test_a_language_taken_away_too_early_stops_nothing(site: Path) -> None:
    """Settings that content does not fit are told, and not used; edits go on being shown."""
    with previewed(site) as preview:
        outcome = preview.save("site.yaml", without_english(site))
        assert {p.path for p in outcome.problems if p.severity == "error"} == {
            STORY.replace(".uk.", ".en.")
        }
        preview.save(STORY, article(body="Далі."))
        assert "Далі." in preview.get(PAGE).text
        assert preview.get("/en/").status == 200
        (site / STORY.replace(".uk.", ".en.")).unlink()
        while preview.get("/en/").status == 200:
            outcome = preview.settled()
        assert [p for p in outcome.problems if p.severity == "error"] == []
        assert preview.get("/ua/").status == 200


def without_english(site: Path) -> str:
    """Return a site.yaml that has one language less."""
    text = (site / "site.yaml").read_text(encoding="utf-8")
    less = text.replace("  en: {label: EN, name: English}\n", "").replace("en: Horizon, ", "")
    assert "en:" not in less
    return less


def test_settings_changed_between_previews_count(site: Path) -> None:
    """With errors under new settings, and nothing to go back to, all that can be is shown."""
    with previewed(site):
        pass
    (site / "site.yaml").write_text(without_english(site), encoding="utf-8")
    with previewed(site) as preview:
        assert preview.about("/ua/")["errors"]
        assert preview.get(PAGE).status == 200
        preview.save(STORY, article(body="Далі."))
        assert "Далі." in preview.get(PAGE).text
