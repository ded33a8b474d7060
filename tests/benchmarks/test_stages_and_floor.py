"""Where the time goes: the stages are all there, sum to the whole, and leave nothing behind."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from benchmarks.scripts import corpus, floor, programs, stages, stories
from support import tree_of

RECIPE = stories.Recipe(6, 1, is_short=True)


def functions_of_package() -> dict[str, Any]:
    """Return everything that modules of the package refer to."""
    return {
        f"{module_name}.{name}": value
        for module_name, module in list(sys.modules.items())
        if module_name.partition(".")[0] == "backfile"
        for name, value in list(vars(module).items())
        if callable(value)
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tiny archive."""
    folder = tmp_path_factory.mktemp("archive") / "site"
    corpus.write_corpus(RECIPE, folder, None)
    return folder


@pytest.fixture(scope="module")
def profiled(site: Path) -> tuple[Any, Any, float]:
    """Return the profile of a build of it, the calls, and the seconds that all of it took."""
    begun_s = time.perf_counter()
    profile, calls = stages.profile_build(site, site.parent / "public")
    return profile, calls, time.perf_counter() - begun_s


def test_stages_sum_to_the_whole(profiled: tuple[Any, Any, float]) -> None:
    """Nothing is counted twice or left out: the parts are the time on the wall."""
    profile, _, wall_s = profiled
    total_s = sum(stage.own_s + stage.catalogue_s for stage in profile.stages)
    assert total_s == pytest.approx(profile.wall_s)
    assert 0 <= wall_s - total_s < 0.2 + wall_s * 0.05
    assert all(stage.own_s >= 0 and stage.catalogue_s >= 0 for stage in profile.stages)


def test_every_stage_is_reached(profiled: tuple[Any, Any, float]) -> None:
    """A function that was renamed, or that the build calls no more, is found out here."""
    profile, calls, _ = profiled
    listed = {name for names in stages.STAGES.values() for name in names}
    assert listed - {name for name, count in calls.items() if count} == set()
    assert [stage.name for stage in profile.stages if not stage.own_s] == []
    assert calls[stages.CATALOGUE]


def test_little_is_left_over(profiled: tuple[Any, Any, float]) -> None:
    """The stages name nearly all that a build does."""
    profile, _, _ = profiled
    rest = next(stage for stage in profile.stages if stage.name == stages.REST)
    assert rest.own_s + rest.catalogue_s < profile.wall_s / 5


def test_functions_are_put_back() -> None:
    """Whatever was replaced for the time being is there again, wherever it is referred to."""
    with stages.timed_functions(stages.Clock()):
        pass
    before = functions_of_package()
    render = before["backfile.theme.renderer.Renderer"].render
    with stages.timed_functions(stages.Clock()):
        during = functions_of_package()
        assert during["backfile.build.content.scan"] is not before["backfile.build.content.scan"]
        assert before["backfile.theme.renderer.Renderer"].render is not render
    assert functions_of_package() == before
    assert before["backfile.theme.renderer.Renderer"].render is render


def test_missing_function_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage whose function is gone ends the run with its name."""
    monkeypatch.setitem(stages.STAGES, "finding sources", ("source.scan:gone",))
    with (
        pytest.raises(LookupError, match=r"no backfile\.source\.scan:gone"),
        stages.timed_functions(stages.Clock()),
    ):
        pass


def test_floor_reads_and_writes_everything(site: Path, profiled: tuple[Any, Any, float]) -> None:
    """The floor counts each source and output once, and removes what it wrote."""
    assert profiled
    sources = {**tree_of(site / "content"), "": b"", **tree_of(site / "themes")}
    public = tree_of(site.parent / "public")
    found = floor.measure_floor(site, site.parent / "public")
    assert found.sources == len(sources) - 1
    assert found.source_bytes == sum(map(len, sources.values()))
    assert found.outputs == len(public)
    assert found.output_bytes == sum(map(len, public.values()))
    assert not list(site.parent.glob("floor-*"))


def test_output_is_counted(site: Path, profiled: tuple[Any, Any, float]) -> None:
    """Files and bytes of an output folder are all that is below it."""
    assert profiled
    public = tree_of(site.parent / "public")
    program = programs.Program("Backfile", "", (), site, {}, (site.parent / "public",))
    assert programs.count_output(program) == (len(public), sum(map(len, public.values())))


def test_end_of_log_is_enough(tmp_path: Path) -> None:
    """The summary is found behind any number of warnings."""
    log = tmp_path / "backfile.log"
    log.write_text('{"event": "warning"}\n' * 20_000 + '{"event": "summary", "written": 3}\n')
    lines = programs.tail_of(log)
    assert len(lines) < 20_000
    assert programs.summary_of(lines) == {"written": 3}
