import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventbook.datasets.importing.foreign_rows import ForeignFileError
from eventbook.datasets.importing.imported import OtherDatasetError, import_release
from eventbook.datasets.importing.mapping import MappingError, read_plan
from eventbook.datasets.releases.diff import diff_releases
from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.read import Release, versions
from eventbook.datasets.releases.rebuild import rebuild
from eventbook.datasets.releases.verify import verify
from eventbook.schema.errors import FaultsError

GED = os.environ.get("EVENTBOOK_GED", "")
MAPPING = """
[import]
codebook = "political-violence"
id = "ref"

[columns]
sub_event_type = {from = "kind", map = {fight = "Armed clash"}}
first_day = {from = "from"}
last_day = {from = "to"}
time_precision = {value = "2"}
geo_precision = {value = "1"}
latitude = {from = "lat"}
longitude = {from = "lon"}
country = {from = "country"}
location = {from = "town"}
source = {from = "papers", split = ";"}
deaths_best = {from = "killed"}
actor1_id = {from = "who", prefix = "x-"}
actor1 = {from = "name"}
"""
HEAD = "ref,kind,from,to,lat,lon,country,town,papers,killed,who,name\n"
ONE = 'a,fight,2021-03-01,2021-03-03,0.3,32.5,Uganda,Alpha,"Wire; Herald;Wire",3,7.0,Karo\n'
TWO = "b,fight,,2021-04-01,12.5,-1.5,Nowhere Land,,,,,\n"


def taken(folder: Path, rows: str, month: int = 1, mapping: str = MAPPING) -> Release:
    (folder / "theirs.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "theirs.toml").write_text(mapping, encoding="utf-8")
    at = datetime(2026, month, 1, tzinfo=UTC)
    made = import_release(folder / "theirs.csv", str(folder / "theirs.toml"), folder / "releases", at)
    return Release(made.folder)


def test_rows_of_others_become_events_with_what_follows_from_them(tmp_path: Path) -> None:
    release = taken(tmp_path, ONE + TWO)
    one, two = sorted(release.table("events").to_pylist(), key=lambda row: str(row["event_date"]))
    assert (one["event_id"], one["event_type"], one["iso3"], one["event_date"].isoformat()) == (
        "UGA1", "Battles", "UGA", "2021-03-02",
    )  # fmt: skip
    assert (one["source"], one["deaths_best"], one["actor1_id"]) == (["Wire", "Herald"], 3, "x-7")
    assert (two["event_id"], two["iso3"], two["country"], two["first_day"], two["deaths_best"]) == (
        "XXX1", None, "Nowhere Land", None, None,
    )  # fmt: skip
    assert verify(release.folder, None) == []


def test_an_actor_without_an_id_there_gets_one_by_its_name_and_counts_in_the_month_table(
    tmp_path: Path,
) -> None:
    mapping = MAPPING.replace('actor1_id = {from = "who", prefix = "x-"}\n', "")
    release = taken(tmp_path, ONE + TWO, mapping=mapping)
    assert {row["actor1_id"] for row in release.table("events").to_pylist()} == {"karo", None}
    assert release.table("actors")["name"].to_pylist() == ["Karo"]
    assert "karo,Karo,2021-03,Battles,1" in (release.folder / "actor_month.csv").read_text(encoding="utf-8")


def test_the_next_file_finds_its_events_again(tmp_path: Path) -> None:
    first = taken(tmp_path, ONE + TWO)
    third = "c,fight,2021-05-01,2021-05-01,0.3,32.5,Uganda,Alpha,,1,,\n"
    second = taken(tmp_path, third + ONE.replace(",3,7.0", ",4,7.0"), 2)
    found = diff_releases(first, second)
    assert (found.events.added, found.events.removed) == (("UGA2",), ("XXX1",))
    assert [(one.field, one.old, one.new) for one in found.events.fields] == [
        ("deaths_best", "3", "4"), ("timestamp", "1767225600", "1769904000"),
    ]  # fmt: skip
    assert verify(second.folder, first.folder) == []
    assert rebuild(second).faults == ()
    history = {
        one.event_id: (one.status, one.members[0].report_id) for one in identities_of(second.table("ids"))
    }
    assert history == {"UGA1": ("current", "a"), "XXX1": ("withdrawn", "b"), "UGA2": ("current", "c")}


def test_rows_that_are_as_they_were_make_no_release_and_another_mapping_does(tmp_path: Path) -> None:
    first = taken(tmp_path, ONE + TWO)
    assert taken(tmp_path, TWO + ONE, 2).folder == first.folder
    named = MAPPING + '\n[about]\ntitle = "Theirs"\n'
    assert diff_releases(first, taken(tmp_path, TWO + ONE, 2, named)).events.nothing


def test_a_column_that_is_optional_may_be_missing(tmp_path: Path) -> None:
    release = taken(tmp_path, ONE, mapping=MAPPING + 'iso3 = {from = "code", optional = true}\n')
    assert release.table("events")["iso3"].to_pylist() == ["UGA"]
    assert read_plan("ged").mapping.columns["iso3"].optional


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ONE.replace("fight", "brawl"), "its type 'brawl' is not in the codebook"),
        (ONE.replace("2021-03-01", "2021-03-09"), "its first day 2021-03-09 lies after its last day"),
        (ONE.replace("2021-03-03", ""), "it says no last day"),
        (ONE.replace("2021-03-03", "spring"), "[import-value]"),
        (ONE.replace(",3,", ",3.5,"), "'3.5' is not a whole number"),
        (ONE.replace("32.5", "320.5"), "its point '0.3, 320.5' is not on the globe"),
        (ONE.replace(",3,7", ",-3,7"), "-3 is less than nought"),
        (ONE.replace(",3,7", ",inf,7"), "'inf' is not a whole number"),
        (ONE.replace("32.5", "nan"), "'nan' is not a number"),
        (ONE.replace("2021-03-01", "1 March"), "'1 March' is not a day; write it as 2026-11-23"),
        ("a,b\n" + ONE, "theirs.csv:2: the row has 2 cells, the heading 12"),
        (ONE.replace("Alpha", "Al\0pha"), "town holds a NUL"),
        (ONE[1:], "it has no id"),
        (ONE + ONE, "its id 'a' stands at line 2 too"),
    ],
)
def test_every_fault_is_told_with_its_line_and_nothing_is_imported(
    tmp_path: Path, row: str, says: str
) -> None:
    with pytest.raises(FaultsError) as caught:
        taken(tmp_path, row + TWO.replace("12.5", "north"))
    text = str(caught.value)
    assert says in text
    assert f"theirs.csv:{2 + row.count(chr(10))}: lat" in text
    assert versions(tmp_path / "releases") == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (HEAD.replace("lat", "latitude") + ONE, "no column lat"),
        (HEAD + 'a,"b\n', "cannot be read"),
        (HEAD.replace("name", "kind") + ONE, "has the column kind more than once"),
        (HEAD + "Öl", "is not UTF-8; save it as CSV UTF-8"),
        ("", "it is empty"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "theirs.csv").write_text(content, encoding="latin-1")
    (tmp_path / "theirs.toml").write_text(MAPPING)
    with pytest.raises(ForeignFileError, match=says):
        import_release(
            tmp_path / "theirs.csv", str(tmp_path / "theirs.toml"), tmp_path / "r", datetime.now(UTC)
        )


def test_a_mapping_that_fits_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="there is no column 'lattitude' to fill"):
        taken(tmp_path, ONE, mapping=MAPPING.replace("latitude", "lattitude"))
    with pytest.raises(FaultsError, match="the column must be filled"):
        taken(tmp_path, ONE, mapping=MAPPING.replace('last_day = {from = "to"}', ""))
    with pytest.raises(MappingError, match="there is no mapping gde; shipped are: ged"):
        read_plan("gde")


def test_another_dataset_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    taken(tmp_path, ONE)
    other = MAPPING.replace("political-violence", "other.toml")
    book = read_plan("ged").codebook_text
    (tmp_path / "other.toml").write_text(book)
    with pytest.raises(OtherDatasetError, match="a folder of its own"):
        taken(
            tmp_path,
            ONE,
            2,
            other.replace("sub_event_type", "type_of_violence").replace("Armed clash", "Non-state conflict"),
        )


@pytest.mark.skipif(not GED, reason="set EVENTBOOK_GED to the folder of UCDP GED files")
def test_three_real_files_are_three_releases_that_tell_what_changed(tmp_path: Path) -> None:
    made = [
        import_release(
            Path(GED) / f"ged_ukraine_to{year}.csv.gz",
            "ged",
            tmp_path / "ged",
            datetime(2026, month, 1, tzinfo=UTC),
        )
        for month, year in enumerate((2018, 2019, 2021), 1)
    ]
    best = [one for one in made[2].difference.fields if one.field == "deaths_best"]
    assert [one.rows for one in made] == [993, 1167, 2989]
    assert (len(made[1].difference.removed), len(made[2].difference.removed), len(best)) == (0, 94, 59)
    assert verify(made[2].folder, made[1].folder) == []
