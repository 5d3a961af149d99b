import gzip
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from tests.datasets.releases.test_verify import checksum_anew

from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.datasets.redacting.redact import Met, RedactionError, about_of, prepare, write_anew
from eventbook.datasets.releases.content import content_of
from eventbook.datasets.releases.diff import diff_releases
from eventbook.datasets.releases.prune import prunable, prune
from eventbook.datasets.releases.read import Release, versions
from eventbook.datasets.releases.rebuild import rebuild
from eventbook.datasets.releases.verify import verify
from eventbook.datasets.releases.write import put_in_place, releases_lock, staging
from eventbook.datasets.site.site import write_site
from eventbook.schema.build_input import BuildInput
from eventbook.schema.redaction import Hidden, Redaction

AT = datetime(2026, 12, 1, tzinfo=UTC)
PLACE = "Zobe"


def hide(kind: Hidden, what: str, field: str = "", number: int = 1) -> Redaction:
    return Redaction(
        number=number,
        kind=kind,
        what=what,
        field=field,
        reason="a court ordered it",
        by="Desk",
        at=AT,
        salt="salt",
    )


NAME, FIELD = hide(Hidden.TEXT, PLACE), hide(Hidden.FIELD, "SOM1", "deaths", 2)


def carry_out(releases: Path, *redactions: Redaction) -> list[str]:
    """Redact as the command does; return the releases that held anything."""
    told: list[str] = []
    for one in redactions:
        with releases_lock(releases):
            with staging(releases) as stage:
                met = [each.release.folder.name for each in prepare(releases, one, stage)]
                for name in met:
                    put_in_place(stage / name, releases / name)
            told += met
    write_site(releases)
    return told


@pytest.fixture(scope="module")
def done(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples' releases after a name and a figure were taken out. To look at only."""
    folder = tmp_path_factory.mktemp("redacted") / "releases"
    shutil.copytree(releases, folder)
    assert carry_out(folder, NAME, FIELD) == ["2026.11.0", "2026.11.1"] * 2
    return folder


@pytest.fixture
def own(done: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(done, tmp_path / "releases"))


def said(folder: Path) -> str:
    """Return all that stands in a folder's files, tables and packed ones too."""
    texts: list[str] = []
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            texts += [str(pa.parquet.read_table(path).to_pylist())]
        elif path.is_file():
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            texts.append(content.decode())
    return "\n".join(texts)


def test_a_name_stands_nowhere_any_more_and_the_release_says_why(releases: Path, done: Path) -> None:
    assert re.search(PLACE, said(releases), re.IGNORECASE)
    assert not re.search(PLACE, said(done), re.IGNORECASE)
    assert "a court ordered it" in (done / "2026.11.0" / "index.html").read_text()
    assert "a court ordered it" in (done / "feed.atom").read_text()
    assert "a court ordered it" in (done / "2026.11.1" / "README.md").read_text()
    listed = json.loads((done / "versions.json").read_text())["versions"]
    assert [one["redactions"] for one in listed] == [[1, 2], [1, 2]]
    assert sorted(path.name for path in (done / "site").glob("20*")) == sorted(
        one["summary"].split("/")[1] for one in listed
    )


def test_a_field_that_was_taken_out_is_not_taken_for_unknown(done: Path) -> None:
    release = Release(done / "2026.11.1")
    (row,) = [one for one in release.table("events").to_pylist() if one["event_id"] == "SOM1"]
    assert (row["deaths_best"], row["event_date"].isoformat(), row["country"]) == (
        None,
        "2022-10-29",
        "Somalia",
    )
    lines = release.table("provenance").filter(pa.compute.field("event_id") == "SOM1").to_pylist()
    told = [one for one in lines if one["field"].startswith("deaths")]
    assert {(one["how"], one["rule"], one["value"]) for one in told} == {
        ("redacted", "redaction 2", "[redacted]")
    }
    assert {one["start"] for one in told} == {None}


def test_redacted_releases_are_whole_follow_from_each_other_and_are_made_again(done: Path) -> None:
    assert verify(done / "2026.11.1", done / "2026.11.0") == []
    assert verify(done / "2026.11.0", None) == []
    assert rebuild(Release(done / "2026.11.1")).faults == ()


def test_a_difference_tells_what_cannot_show_in_it(done: Path) -> None:
    old, new = (Release(done / one) for one in versions(done))
    by = "2026-12-01, Desk"
    assert diff_releases(old, new).remarks == (
        f"Taken out of 2026.11.0 and 2026.11.1: redaction 1, {by}: text: a court ordered it",
        f"Taken out of 2026.11.0 and 2026.11.1: redaction 2, {by}: field of SOM1 (deaths): a court ordered it",
    )


def test_what_nobody_took_out_has_the_bytes_that_it_had(releases: Path, tmp_path: Path) -> None:
    shutil.copytree(releases, tmp_path / "releases")
    release = Release(tmp_path / "releases" / "2026.11.1")
    about = about_of(release.folder)
    stage = tmp_path / "stage"
    write_anew(Met(release, FIELD, {name: release.table(name) for name in release.files}, {}), stage)
    release = Release(stage / "2026.11.1")
    speaking = {
        "README.md",
        "index.html",
        "manifest.json",
        "datapackage.json",
        "croissant.json",
        "SHA256SUMS",
    }
    for path in (releases / "2026.11.1").rglob("*"):
        name = str(path.relative_to(releases / "2026.11.1"))
        if path.is_file() and name not in speaking:
            assert path.read_bytes() == (release.folder / name).read_bytes(), name
    assert about_of(release.folder) == about


def test_the_same_again_finds_nothing_to_do(own: Path) -> None:
    assert carry_out(own, NAME, FIELD) == []


@pytest.mark.parametrize(
    ("name", "was", "now", "says"),
    [
        ("manifest.json", '"sources": 3', '"actors": 3', "took nothing out of it"),
        ("manifest.json", '"content_before": "', '"content_before": "x', "not of the release"),
        ("redacted/1/manifest.json", "{", "{ ", "not the one of the checksums"),
        ("redacted/1/SHA256SUMS", "  ", " ", "cannot be read"),
    ],
)
def test_a_change_that_calls_itself_a_redaction_is_found(
    own: Path, name: str, was: str, now: str, says: str
) -> None:
    path = own / "2026.11.1" / name
    assert was in path.read_text()
    path.write_text(path.read_text().replace(was, now))
    checksum_anew(own / "2026.11.1")
    faults = [one for one in verify(own / "2026.11.1", None) if one.rule == "release-redaction"]
    assert any(says in one.message for one in faults), faults


def test_a_copy_from_before_is_told_from_a_fault(releases: Path, own: Path) -> None:
    shutil.rmtree(own / "2026.11.0")
    shutil.copytree(releases / "2026.11.0", own / "2026.11.0")
    faults = verify(own / "2026.11.1", own / "2026.11.0")
    assert {one.rule for one in faults} == {"release-changes"}
    assert "something was redacted since: fetch 2026.11.0 again" in faults[0].advice


def test_a_release_with_hashes_of_the_first_format_is_whole_after_a_redaction(
    releases: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(releases / "2026.11.0", tmp_path / "releases" / "2026.11.0"))
    told = json.loads((folder / "manifest.json").read_text())
    for name, entry in told["tables"].items():
        entry["content"] = content_of(Release(folder).table(name), 1)
    (folder / "manifest.json").write_text(json.dumps(told | {"format": 1}))
    checksum_anew(folder)
    assert verify(folder, None) == []
    assert carry_out(folder.parent, FIELD) == ["2026.11.0"]
    assert verify(folder, None) == []


def test_a_later_build_brings_nothing_back(
    done: Path, tmp_path: Path, samples: Callable[[int], BuildInput]
) -> None:
    shutil.copytree(done, tmp_path / "releases")
    given = replace(samples(2), redactions=(NAME, FIELD))
    again = make_release(given, tmp_path / "releases", AT, Policy.CAUTIOUS, again=False)
    assert again.folder is None
    made = make_release(given, tmp_path / "releases", AT, Policy.CAUTIOUS, again=True)
    assert made.folder is not None
    assert not re.search(PLACE, said(made.folder), re.IGNORECASE)
    assert [(one.number, one.content_before) for one in made.manifest.redactions] == [(1, None), (2, None)]
    assert verify(made.folder, tmp_path / "releases" / "2026.11.1") == []


def test_a_release_that_gave_up_files_is_put_back_first(releases: Path, tmp_path: Path) -> None:
    shutil.copytree(releases, tmp_path / "releases")
    given = Release(tmp_path / "releases" / "2026.11.1")
    made = given.folder.with_name("2026.11.2")
    shutil.copytree(given.folder, made)
    (one,) = prunable(tmp_path / "releases", 1)
    prune(one)
    with pytest.raises(RedactionError, match=r"`eventbook release rebuild 2026\.11\.1` first"):
        list(prepare(tmp_path / "releases", NAME, tmp_path / "stage"))


@pytest.mark.parametrize(("text", "where"), [("2022-10-29", "2026.11.0"), ("croissant", "README.md")])
def test_a_text_that_would_still_stand_is_refused_whether_a_table_has_it_or_not(
    releases: Path, tmp_path: Path, text: str, where: str
) -> None:
    with pytest.raises(RedactionError, match=where):
        list(prepare(releases, hide(Hidden.TEXT, text), tmp_path))


def test_a_release_moved_aside_by_a_killed_command_is_put_back(own: Path) -> None:
    (own / "2026.11.1").rename(own / ".aside-2026.11.1")
    with releases_lock(own):
        assert versions(own) == ("2026.11.0", "2026.11.1")


def test_an_article_loses_its_name_in_every_table_and_quotes_of_one_field_go(
    releases: Path, tmp_path: Path
) -> None:
    shutil.copytree(releases, tmp_path / "releases")
    sources = Release(releases / "2026.11.1").table("sources").to_pylist()
    article = next(row["article_id"] for row in sources if row["article_id"] and "SOM1" not in row["events"])
    assert article in said(releases / "2026.11.1")
    quotes = hide(Hidden.QUOTES, "SOM1", "deaths", 2)
    carry_out(tmp_path / "releases", hide(Hidden.ARTICLE, article), quotes)
    made = tmp_path / "releases" / "2026.11.1"
    assert article not in said(made)
    lines = Release(made).table("provenance").to_pylist()
    told = {one["field"]: one["quote"] for one in lines if one["event_id"] == "SOM1" and one["quote"]}
    assert told["deaths_best"] == "[redacted]"
    assert told["event_date"] != "[redacted]"
    assert verify(made, tmp_path / "releases" / "2026.11.0") == []
