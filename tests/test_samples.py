"""The samples' story through the command line: what two releases must say of 33 articles, to the number.

The story is played once for all tests: lists and articles in, three coders' sheets, a review that
holds, rejects and withdraws, a judgement, two releases. Each test then reads what was released.
"""

import gzip
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from eventbook.cli import program

SAMPLES = Path(__file__).parents[1] / "samples"
FIRST, SECOND = "2026.11.0", "2026.11.1"
Row = Mapping[str, Any]


def eventbook(place: Path, *words: str | Path, person: str = "rosa") -> str:
    """Run a command that must succeed, with the words that a person would type; return what it prints."""
    done = CliRunner().invoke(program, ["-w", str(place), "--as", person, *map(str, words)])
    assert done.exit_code == 0, f"{words}: {done.output} {done.exception}"
    return done.stdout


def coded(number: int) -> Iterator[tuple[str, list[Path]]]:
    """Yield the coders of a round with their sheets; a sheet's name ends in its coder's."""
    for coder in ("amira", "jonas", "leyla"):
        yield coder, sorted((SAMPLES / f"sheets/round-{number}").glob(f"*-{coder}.yaml"))


def review(place: Path, number: int, said: Row) -> None:
    """Do what the reviewer of a round does, and accept all that she does not speak of."""
    for verdict in ("hold", "reject", "withdraw"):
        for form, reason in said.get(verdict, {}).items():
            eventbook(place, verdict, form, "--reason", reason)
    spoken = {form.rsplit("-", 1)[0] for word in ("hold", "reject") for form in said.get(word, {})}
    every = [path for _, paths in coded(number) for path in paths]
    coded_nothing = {path.stem for path in every if "\nnothing_to_code: " in path.read_text(encoding="utf-8")}
    eventbook(place, "accept", *sorted({path.stem for path in every} - spoken - coded_nothing))
    for one in said.get("judge", []):
        eventbook(place, "judge", *one["reports"], one["verdict"], "--why", one["why"])


def play(place: Path) -> None:
    """Play the story: the workspace holds two releases when it is over."""
    said = tomllib.loads((SAMPLES / "review.toml").read_text(encoding="utf-8"))
    for number in (1, 2):
        for form, reason in said[f"round-{number}"].get("reopen", {}).items():
            eventbook(place, "reopen", form, "--reason", reason)
        for coder, sheets in coded(number):
            eventbook(place, "submit", *sheets, person=coder)
        review(place, number, said[f"round-{number}"])
        eventbook(place, "build", "--at", f"2026-11-2{number}T12:00:00Z")


@pytest.fixture(scope="session")
def place(
    once: Callable[[str, Callable[[Path], None]], Path], copy_of_samples: Callable[[Path], Path]
) -> Path:
    """Return the workspace after the story; workers that run side by side share one."""

    def tell(folder: Path) -> None:
        play(copy_of_samples(folder))

    return once("story", tell)


def table(place: Path, version: str, name: str) -> pa.Table:
    return pq.read_table(place / "releases" / version / f"{name}.parquet")


@pytest.fixture(scope="session")
def first(place: Path) -> dict[str, Row]:
    """Return the events of the first release by id."""
    return {row["event_id"]: row for row in table(place, FIRST, "events").to_pylist()}


@pytest.fixture(scope="session")
def second(place: Path) -> dict[str, Row]:
    """Return the events of the second release by id."""
    return {row["event_id"]: row for row in table(place, SECOND, "events").to_pylist()}


@pytest.fixture(scope="session")
def provenance(place: Path) -> list[Row]:
    """Return the provenance of the second release."""
    return [*table(place, SECOND, "provenance").to_pylist()]


def deaths(row: Row) -> tuple[int | None, int | None, int | None, bool | None]:
    return row["deaths_low"], row["deaths_best"], row["deaths_high"], row["deaths_high_open"]


def quotes(provenance: Iterable[Row], event: str) -> set[str]:
    return {row["quote"] for row in provenance if row["event_id"] == event and row["quote"]}


def test_the_samples_are_as_broad_as_they_say() -> None:
    listed = tomllib.loads((SAMPLES / "articles/articles.toml").read_text(encoding="utf-8"))
    assert len({(SAMPLES / "articles" / name).read_bytes() for name in listed}) >= 24
    assert len({one["outlet"] for one in listed.values()}) >= 8
    assert {one["language"] for one in listed.values()} >= {"en", "de", "ar", "uk", "fr", "es"}
    assert all(list(paths) for _, paths in coded(1))
    assert {Path(name).suffix for name in listed} == {".txt", ".html", ".eml"}


def test_a_mail_a_web_page_and_an_old_encoding_are_read_as_they_were_meant(place: Path) -> None:
    listed = {one["title"]: one for one in json.loads(eventbook(place, "article", "list", "--json"))}
    shown = {
        title: eventbook(place, "article", "show", listed[title]["id"])
        for title in ("Correction: five, not six", "Songs, then stones", "Un testigo sin nombre")
    }
    assert "without its middle initial. Five people died." in shown["Correction: five, not six"]
    assert "[furniture] Home County Weather" in shown["Songs, then stones"]
    assert "encoding: cp1252 (guessed" in shown["Un testigo sin nombre"]
    assert "el río y el ataque" in shown["Un testigo sin nombre"]


def test_the_events_of_both_releases_have_their_ids(first: dict[str, Row], second: dict[str, Row]) -> None:
    assert set(first) == {
        *("ARM1", "CAF1", "DEU1", "IRQ1", "KEN1", "MOZ1", "MOZ2", "MOZ3", "NER1", "NGA1", "NGA2", "PER1"),
        *("PER2", "PER3", "PHL1", "SDN1", "SOM1", "TCD1", "TCD2", "TCD3", "TCD4", "TCD5", "UGA1", "UGA2"),
        *("UKR1", "UKR2"),
    }
    assert set(second) == set(first) - {"NER1"} | {"TCD6", "TGO1", "UKR3"}


def test_two_clashes_of_a_day_are_one_event_of_two_incidents_with_their_deaths_summed(
    second: dict[str, Row], provenance: list[Row]
) -> None:
    row = second["TCD1"]
    assert (row["incidents"], row["reports"], deaths(row)) == (2, 2, (11, 11, 11, False))
    assert {"Seven people died there", "killed four more"} <= quotes(provenance, "TCD1")
    assert len(row["notes"].splitlines()) == 2


def test_two_protests_over_two_issues_stay_two_and_the_wire_finds_its_own(second: dict[str, Row]) -> None:
    quarry, tariffs = second["UKR1"], second["UKR2"]
    assert (quarry["location"], quarry["event_date"]) == (tariffs["location"], tariffs["event_date"])
    assert (quarry["issue"], quarry["reports"], quarry["crowd_best"]) == ("land and environment", 2, 300)
    assert (tariffs["issue"], tariffs["reports"], tariffs["crowd_best"]) == ("cost of living", 1, 80)


def test_one_actor_under_four_names_is_one(second: dict[str, Row], provenance: list[Row]) -> None:
    events = {key for key, row in second.items() if "frp" in (row["actor1_id"], row["actor2_id"])}
    assert events == {"CAF1", "TCD1", "TCD2", "TCD3", "TGO1"}
    said = " ".join(quote for event in events for quote in sorted(quotes(provenance, event)))
    for name in ("Front for the Renewal", "FRP", "Front du renouveau des plaines", "جبهة تجديد السهول"):
        assert name in said


def test_a_drone_strike_within_a_battle_is_the_battle(second: dict[str, Row], provenance: list[Row]) -> None:
    row = second["TCD2"]
    assert (row["sub_event_type"], row["reports"], deaths(row)) == ("Armed clash", 2, (15, 15, 15, False))
    assert row["weapons"] == ["drones"]
    (rule,) = {
        one["rule"] for one in provenance if (one["event_id"], one["field"]) == ("TCD2", "sub_event_type")
    }
    assert rule == "highest-type-of-same-actors"


def test_a_siege_lasts_throughout_and_its_words_are_arabic(
    second: dict[str, Row], provenance: list[Row]
) -> None:
    row = second["TCD3"]
    assert (str(row["first_day"]), str(row["last_day"])) == ("2024-07-01", "2024-07-14")
    assert (row["lasting"], row["time_precision"], deaths(row)) == ("throughout", 1, (22, 22, None, True))
    text = (SAMPLES / "articles/19-goz-amir-hisar.txt").read_text(encoding="utf-8")
    rows = [one for one in provenance if one["event_id"] == "TCD3" and one["quote"]]
    assert "تبادلوا إطلاق النار مع حامية الجيش كل يوم" in {one["quote"] for one in rows}
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in rows)


def test_ukrainian_words_stand_behind_a_ukrainian_protest(provenance: list[Row]) -> None:
    assert "вимагали закрити піщаний кар'єр" in quotes(provenance, "UKR1")
    assert "проти нових тарифів на опалення" in quotes(provenance, "UKR2")


def test_a_total_of_three_days_is_counted_once(second: dict[str, Row]) -> None:
    days = [second[f"MOZ{number}"] for number in (1, 2, 3)]
    assert [row["deaths_best"] for row in days] == [11, 10, 10]
    assert [str(row["event_date"]) for row in days] == ["2024-03-05", "2024-03-06", "2024-03-07"]
    assert all(row["split_counts"] == ["deaths"] for row in days)


def test_relations_lead_from_event_to_event_with_their_words(place: Path) -> None:
    rows = table(place, SECOND, "relations").to_pylist()
    assert {(row["event_id"], row["kind"], row["to_event_id"], row["quote"]) for row in rows} == {
        ("MOZ2", "shares a total with", "MOZ1", "31 people were killed"),
        ("MOZ3", "shares a total with", "MOZ1", "31 people were killed"),
        ("TCD6", "discovery of", "TCD3", "which would be the time of the siege"),
        ("TGO1", "follows from", "TCD3", "The siege of Goz Amir in July"),
    }


def test_three_of_fourteen_cities_are_named_and_none_is_invented(second: dict[str, Row]) -> None:
    places = {row["location"]: row["sub_event_type"] for row in second.values() if row["iso3"] == "PER"}
    assert places == {
        "Quillarumi": "Peaceful protest",
        "Santa Rosa de Yauca": "Protest with intervention",
        "Puerto Encanto": "Peaceful protest",
    }
    assert [second[f"PER{number}"]["unnamed_places"] for number in (1, 2, 3)] == [11, None, None]


def test_an_army_abroad_is_an_external_force(first: dict[str, Row]) -> None:
    row = first["CAF1"]
    assert (row["actor1"], row["inter1"]) == ("Military Forces of Chad (2021-)", "External/Other forces")
    assert (row["country"], row["interaction_code"]) == ("Central African Republic", 28)


def test_a_dateline_is_not_the_place_once_it_is_corrected(
    first: dict[str, Row], second: dict[str, Row]
) -> None:
    assert (first["NGA1"]["location"], second["NGA1"]["location"]) == ("Maiduguri", "Auno")


def test_a_protest_that_turned_violent_is_a_riot(second: dict[str, Row]) -> None:
    row = second["KEN1"]
    assert (row["sub_event_type"], row["actor1"]) == ("Violent demonstration", "Rioters (Kenya)")
    assert (row["reports"], deaths(row), row["injuries_best"]) == (1, (0, 0, 0, False), 11)


def test_abducted_then_killed_is_one_attack_once_judged(
    first: dict[str, Row], second: dict[str, Row]
) -> None:
    before, after = first["TCD5"], second["TCD5"]
    assert (before["sub_event_type"], before["deaths_best"]) == ("Abduction/forced disappearance", None)
    assert (after["sub_event_type"], deaths(after)) == ("Attack", (3, 3, 3, False))
    assert (after["abducted_best"], str(after["event_date"]), after["reports"]) == (3, "2024-07-18", 2)


def test_a_grave_has_no_deaths_of_its_day_and_an_agreement_stands_where_it_was_signed(
    second: dict[str, Row],
) -> None:
    grave, paper = second["TCD6"], second["TGO1"]
    assert (grave["sub_event_type"], grave["deaths_best"], str(grave["event_date"])) == (
        *("Other", None, "2024-09-12"),
    )
    assert (paper["sub_event_type"], paper["country"]) == ("Agreement", "Togo")
    assert (paper["actor1"], paper["actor2_id"]) == ("Government of Chad", "frp")


def test_a_toll_grows_by_the_latest_word_of_each_voice_and_is_corrected(
    first: dict[str, Row], second: dict[str, Row]
) -> None:
    assert (first["PHL1"]["reports"], deaths(first["PHL1"])) == (3, (5, 5, 6, False))
    assert (second["PHL1"]["reports"], deaths(second["PHL1"])) == (4, (5, 5, 5, False))
    assert deaths(first["SOM1"]) == (100, 120, None, True)
    assert deaths(second["SOM1"]) == (121, 121, None, True)


def test_every_change_of_the_second_round_is_listed_with_its_reason(place: Path) -> None:
    told: dict[str, dict[str, str]] = {}
    for row in table(place, SECOND, "changes/fields").to_pylist():
        told.setdefault(row["event_id"], {})[row["field"]] = row["reason"].partition(":")[0]
    unseen = {"timestamp", "reports", "source", "source_scale", "notes", "latitude", "longitude", "place_id"}
    seen = {event: set(fields) - unseen for event, fields in told.items()}
    injuries = {f"injuries_{bound}" for bound in ("low", "best", "high", "high_open")}
    assert seen == {
        "NGA1": {"location"},
        "PHL1": {"deaths_high"},
        "SDN1": injuries,
        "SOM1": {"deaths_low", "deaths_best"},
        "TCD5": {
            "sub_event_type",
            "weapons",
            *(f"deaths_{one}" for one in ("low", "best", "high", "high_open")),
        },
    }
    reasons = {event: set(fields.values()) for event, fields in told.items()}
    assert reasons.pop("NGA1") == {"report corrected"}
    assert set().union(*reasons.values()) == {"report added"}
    shown = json.loads(eventbook(place, "release", "diff", FIRST, SECOND, "--json"))
    assert [one["event_id"] for one in shown["removed"]] == ["NER1"]


def test_what_was_withdrawn_is_gone_and_its_id_says_so(place: Path) -> None:
    ids = {row["event_id"]: row for row in table(place, SECOND, "ids").to_pylist()}
    assert (ids["NER1"]["status"], ids["NER1"]["last_seen"]) == ("withdrawn", FIRST)
    assert "Tchin" not in everything(place, SECOND)


@pytest.mark.parametrize("words", ["Río Manso", "rio-manso", "faro/rio", "lokwaro-jonas"])
def test_what_is_held_or_rejected_is_nowhere_in_a_release(place: Path, words: str) -> None:
    assert words not in everything(place, FIRST)
    assert words not in everything(place, SECOND)


def test_a_confidential_source_is_nowhere_in_a_release(place: Path) -> None:
    text = (SAMPLES / "articles/14-khartoum-medics.txt").read_text(encoding="utf-8")
    elsewhere = (SAMPLES / "articles/07-khartoum-march.txt").read_text(encoding="utf-8")
    ours = everything(place, SECOND)
    assert "Undisclosed Source" in ours
    pieces = {line[at : at + 24] for line in text.splitlines() for at in range(0, len(line) - 24, 12)}
    own = {piece for piece in pieces if not any(word in elsewhere for word in (piece, piece[4:], piece[:-4]))}
    assert len(own) > 80
    secret = ["First-Aid", "first-aid", "field-note", "Field note", "a13a73e612fb1363", "khartoum-jonas"]
    assert [words for words in (*secret, *own) if words in ours] == []


def everything(place: Path, version: str) -> str:
    """Return all that a release's files say: tables as rows, packed files unpacked, the rest as it stands."""
    said: list[str] = []
    for path in sorted((place / "releases" / version).rglob("*")):
        if path.suffix == ".parquet":
            found = pq.read_table(path)
            said += [str(found.to_pylist()), str(found.schema.metadata)]
        elif path.is_file():
            content = path.read_bytes()
            said.append((gzip.decompress(content) if path.suffix == ".gz" else content).decode())
    return "\n".join(said)


def test_both_releases_are_whole(place: Path) -> None:
    for version in (FIRST, SECOND):
        assert json.loads(eventbook(place, "release", "verify", version, "--json")) == []
    assert json.loads(eventbook(place, "build", "--json", "--at", "2026-11-24T12:00:00Z"))["events"] == 28
