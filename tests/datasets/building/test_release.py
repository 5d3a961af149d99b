import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.building.files import write_files, write_tables
from eventbook.datasets.building.release import VersionError, make_contents, make_release, next_version
from eventbook.datasets.plan import Plan, Policy
from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.read import Release, latest, versions
from eventbook.datasets.releases.verify import verify
from eventbook.datasets.releases.write import BusyError, Draft, Written, releases_lock
from eventbook.schema.build_input import BuildInput
from eventbook.schema.judgement import Judgement, Override, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import World

Samples = Callable[[int], BuildInput]
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAN = Plan("2026.11.0", AT)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shuffled(items: tuple[Any, ...], dice: Random) -> Any:  # noqa: ANN401  a part of a build input
    return tuple(dice.sample(items, len(items)))


def hashes(given: BuildInput, before: Release) -> dict[str, Written]:
    with TemporaryDirectory() as folder:
        draft = Draft(Path(folder))
        contents = make_contents(given, PLAN, before)[1]
        write_files(contents, write_tables(contents, draft), draft)
        return draft.files


def make(given: BuildInput, folder: Path, day: int = 1) -> Path | None:
    return make_release(given, folder, AT + timedelta(days=day), Policy.CAUTIOUS, again=False).folder


def test_a_release_has_the_files_that_were_promised(releases: Path) -> None:
    assert set(contents(releases / "2026.11.0")) == {
        "CITATION.cff", "LICENSE", "README.md", "SHA256SUMS", "actor_month.csv", "actors.parquet",
        "changes/actors.parquet", "changes/gone.parquet", "changes/ids.parquet", "changes/places.parquet",
        "changes/provenance.parquet", "changes/relations.parquet", "changes/sources.parquet",
        "changes.html", "changes.md", "changes/fields.parquet", "changes/removed.parquet", "changes/upserts.parquet",
        "codebook.html", "codebook.json", "codebook.toml", "country_month.csv", "croissant.json",
        "datacite.json", "datapackage.json", "events.csv.gz", "events.parquet", "events_acled.csv.gz",
        "events_lite.parquet", "ids.parquet", "index.html", "manifest.json", "places.parquet",
        "provenance.parquet", "quality.html", "quality.json", "relations.parquet", "sources.parquet",
    }  # fmt: skip


def test_a_release_read_again_equals_what_was_built(releases: Path, samples: Samples) -> None:
    built = make_contents(samples(1), replace(PLAN, at=AT + timedelta(1)), None)[0]
    release = Release(releases / "2026.11.0")
    assert release.table("events")["event_id"].to_pylist() == sorted(one.event_id for one in built.events)
    assert {one.event_id for one in identities_of(release.table("ids"))} == {
        one.event_id for one in built.identities
    }


def test_the_releases_of_the_samples_are_without_fault(releases: Path) -> None:
    assert verify(releases / "2026.11.0", None) == []
    assert verify(releases / "2026.11.1", releases / "2026.11.0") == []


@pytest.fixture(scope="module")
def disputed(samples: Samples) -> BuildInput:
    """The samples with judgements and overrides that contradict each other."""
    return replace(
        samples(2),
        judgements=tuple(
            Judgement(one="auno-amira-1", other=other, verdict=verdict, by="mo", at=AT)
            for other in ("zamfara-jonas-1", "berlin-jonas-1")
            for verdict in (Verdict.SAME, Verdict.DIFFERENT)
        ),
        overrides=tuple(
            Override(event="NGA1", field="deaths", value=value, reason="list", by="mo", at=AT)
            for value in (31, 32)
        ),
    )


@pytest.fixture(scope="module")
def written(disputed: BuildInput, releases: Path) -> dict[str, Written]:
    """What is written of them in the order in which they come."""
    return hashes(disputed, Release(releases / "2026.11.0"))


@settings(max_examples=5, deadline=None)
@given(dice=st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_no_byte_of_any_file(
    disputed: BuildInput, written: dict[str, Written], releases: Path, dice: Random
) -> None:
    names = ("reports", "articles", "outlets", "actors", "places", "judgements", "overrides")
    parts: dict[str, Any] = {name: getattr(disputed, name) for name in names}
    mixed = replace(disputed, **{name: shuffled(items, dice) for name, items in parts.items()})
    assert hashes(mixed, Release(releases / "2026.11.0")) == written


def test_building_twice_gives_the_same_bytes(samples: Samples, releases: Path, tmp_path: Path) -> None:
    for rounds in (1, 2):
        made = make_release(
            samples(rounds), tmp_path, AT + timedelta(days=rounds), Policy.CAUTIOUS, again=False
        )
        assert made.folder
        assert contents(made.folder) == contents(releases / made.folder.name)


BUILD = """
import pickle, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
import pyarrow
from eventbook.datasets.plan import Policy
from eventbook.datasets.building.release import make_release

source, folder, threads = sys.argv[1:]
pyarrow.set_cpu_count(int(threads))
for day, given in enumerate(pickle.loads(Path(source).read_bytes()), 1):
    at = datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(days=day)
    make_release(given, Path(folder), at, Policy.CAUTIOUS, again=False)
"""
PLACES = {
    "plain": ({"LANG": "C", "TZ": "UTC", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}, "1"),
    "elsewhere": ({"LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "1"}, "2"),
    "far": (
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE", "TZ": "America/St_Johns", "PYTHONHASHSEED": "77"},
        "2",
    ),
}


def test_folder_locale_time_zone_hash_seed_and_cores_change_no_byte(
    samples: Samples, releases: Path, tmp_path: Path
) -> None:
    source = tmp_path / "input.pickle"
    source.write_bytes(pickle.dumps([samples(1), samples(2)]))
    running: list[tuple[Path, subprocess.Popen[bytes]]] = []
    for name, (surroundings, threads) in PLACES.items():
        folder = tmp_path / name / "ré leases"
        folder.mkdir(parents=True)
        command = [sys.executable, "-c", BUILD, str(source), str(folder), threads]
        cores = sorted(os.sched_getaffinity(0))[: int(threads)]
        env = {"PATH": os.environ["PATH"], **surroundings}
        started = subprocess.Popen(command, cwd=folder, env=env)  # noqa: S603  our own Python
        os.sched_setaffinity(started.pid, cores)
        running.append((folder, started))
    for folder, started in running:
        assert started.wait(60) == 0
        for version in ("2026.11.0", "2026.11.1"):
            assert contents(folder / version) == contents(releases / version), folder


def test_unchanged_input_makes_no_new_release_unless_one_is_asked_for(world: "World", tmp_path: Path) -> None:
    given = world.given([world.coded("r1")])
    assert make(given, tmp_path)
    assert make(given, tmp_path, 2) is None
    assert versions(tmp_path) == ("2026.11.0",)
    again = make_release(given, tmp_path, AT + timedelta(2), Policy.CAUTIOUS, again=True)
    assert again.folder == tmp_path / "2026.11.1"
    assert Release(tmp_path / "2026.11.1").table("upserts").num_rows == 0


def test_another_policy_is_a_change(world: "World", tmp_path: Path) -> None:
    given = world.given([world.coded("r1")])
    make(given, tmp_path)
    assert make_release(given, tmp_path, AT + timedelta(2), Policy.BEST_GUESS, again=False).folder


def test_a_release_that_is_made_again_follows_from_itself(samples: Samples, tmp_path: Path) -> None:
    given = samples(2)
    make(given, tmp_path)
    for day in (2, 3):
        made = make_release(given, tmp_path, AT + timedelta(day), Policy.CAUTIOUS, again=True).folder
        assert made
        assert verify(made, tmp_path / f"2026.11.{day - 2}") == []
        assert Release(made).table("fields").num_rows == 0


@pytest.mark.parametrize(
    ("known", "version"),
    [
        ((), "2026.11.0"),
        (("2026.10.3",), "2026.11.0"),
        (("2026.11.0",), "2026.11.1"),
        (("2026.11.0", "2026.11.1"), "2026.11.2"),
        pytest.param(("2026.11.4",), "2026.11.5", id="earlier ones moved away"),
        (("2025.12.9",), "2026.11.0"),
    ],
)
def test_the_next_version_is_year_month_and_one_more(known: tuple[str, ...], version: str) -> None:
    assert next_version(known, AT) == version


def test_releases_only_go_forward() -> None:
    with pytest.raises(VersionError, match=r"2026-11-23 lies before release 2026.12.0"):
        next_version(("2026.12.0",), AT)


def test_two_builds_at_once_are_refused(world: "World", tmp_path: Path) -> None:
    with releases_lock(tmp_path), pytest.raises(BusyError):
        make(world.given([world.coded("r1")]), tmp_path)
    assert versions(tmp_path) == ()


def test_where_every_report_has_gone_the_release_is_empty_and_whole(world: "World", tmp_path: Path) -> None:
    first = make(world.given([world.coded("r1")]), tmp_path)
    made = make_release(world.given([]), tmp_path, AT + timedelta(2), Policy.CAUTIOUS, again=False).folder
    assert made
    assert verify(made, first) == []


def test_what_was_left_out_is_counted_under_a_public_name(world: "World", tmp_path: Path) -> None:
    make(world.given([world.coded("r1"), world.coded("r2-amira", when="2022-01-01")]), tmp_path)
    release = latest(tmp_path)
    assert release
    assert list(release.manifest.left_out.values()) == ["date-after-publication"]
    assert "amira" not in release.manifest.as_json()


BUILDS = st.lists(
    st.lists(st.sampled_from([None, "2021-11-01", "2021-11-10", "2021-11-20"]), min_size=4, max_size=4),
    min_size=2,
    max_size=3,
)


@settings(max_examples=4, deadline=None)
@given(builds=BUILDS)
def test_through_any_sequence_of_releases_each_follows_from_the_one_before(
    world: "World", tmp_path_factory: pytest.TempPathFactory, builds: list[list[str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("sequence")
    before: Path | None = None
    for number, days in enumerate(builds):
        coded = [world.coded(f"r{n}", when=day, minute=n) for n, day in enumerate(days) if day]
        if not coded and before is None:
            continue  # a first release of nothing is refused
        made = make_release(
            world.given(coded), folder, AT + timedelta(number), Policy.CAUTIOUS, again=True
        ).folder
        assert made
        assert verify(made, before) == []
        before = made
