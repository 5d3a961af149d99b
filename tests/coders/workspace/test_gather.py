"""The build input is one moment of the store, the same however it came about."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import (
    ChangedStoreError,
    gather,
    keep_judgement,
    keep_override,
    keep_redaction,
    keep_release,
    published_releases,
    redactions,
)
from eventbook.schema.judgement import Judgement, Override, Verdict
from eventbook.schema.redaction import Hidden, Redaction
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_what_is_gathered_is_all_that_was_accepted_and_the_places_in_use(
    place: Workplace, run: Run, samples: Path
) -> None:
    every = sorted((samples / "sheets/round-1").glob("*.yaml"))
    run(place, "submit", *every)
    accepted = [path.stem for path in every if path.stem not in {"bentiu-jonas", "lokwaro-jonas"}]
    assert run(place, "accept", *accepted, person="vera")[0] == 0
    given = gather(place)
    assert {report.sheet for report in given.reports} == set(accepted)
    assert [report.id for report in given.reports] == sorted(report.id for report in given.reports)
    for plural, gathered in (("outlets", given.outlets), ("actors", given.actors)):
        assert len(gathered) == len(json.loads(run(place, plural, "list", "--json")[1]))
    assert len(given.articles) == len(json.loads(run(place, "article", "list", "--json")[1]))
    named = {report.form.where.place for report in given.reports if report.form.where}
    within = {one.within for one in given.places if one.within}
    assert {one.id for one in given.places} == named | within
    assert given.codebook_text == place.codebook.read_text(encoding="utf-8")
    report = next(one for one in given.reports if one.id == "auno-amira-1")
    assert (report.id, report.coder, report.codebook) == ("auno-amira-1", "amira", "political-violence 1.0.0")
    assert report.form.where is not None
    assert report.form.where.place in {one.id for one in given.places}
    assert gather(place).digests() == given.digests()


def test_the_last_judgement_on_a_pair_counts_and_the_first_is_kept(place: Workplace) -> None:
    first = Judgement(one="b", other="a", verdict=Verdict.SAME, by="vera", at=AT, why="same blast")
    second = Judgement(one="a", other="b", verdict=Verdict.DIFFERENT, by="omar", at=AT)
    for judgement in (first, second, second):
        keep_judgement(place, judgement)
    assert gather(place).judgements == (second,)
    with open_store(place.store).reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT n, author FROM record WHERE kind = 'judgement' ORDER BY n"
        ).all()
    assert [tuple(row) for row in rows] == [(1, "vera"), (2, "omar")]


def test_the_last_override_of_a_field_counts(place: Workplace) -> None:
    for value in ({"low": 3}, 4, "dozens"):
        keep_override(
            place, Override(event="UGA1", field="deaths", value=value, reason="letter", by="omar", at=AT)
        )
    keep_override(place, Override(event="UGA1", field="notes", value="x", reason="letter", by="omar", at=AT))
    assert [(one.field, one.value) for one in gather(place).overrides] == [
        ("deaths", "dozens"),
        ("notes", "x"),
    ]


def test_nothing_is_gathered_from_a_store_that_was_changed(place: Workplace) -> None:
    with open_store(place.store).writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER record_no_update")
        connection.exec_driver_sql("UPDATE record SET author = 'eve' WHERE id = 'adf'")
    with pytest.raises(
        ChangedStoreError, match=r"record actor adf.*`eventbook status --check` lists.*backup"
    ):
        gather(place)


def test_what_was_released_is_kept_once(place: Workplace) -> None:
    assert published_releases(place) == {}
    for version, content in (("2026.11.0", "ab"), ("2026.11.1", "cd"), ("2026.11.0", "ab")):
        keep_release(place, version, content, "vera")
    assert published_releases(place) == {"2026.11.0": "ab", "2026.11.1": "cd"}
    with open_store(place.store).reading() as connection:
        rows = connection.exec_driver_sql("SELECT author FROM record WHERE kind = 'release'").all()
    assert [tuple(row) for row in rows] == [("vera",), ("vera",)]


def test_what_must_not_be_public_is_kept_under_a_number_once(place: Workplace) -> None:
    name = Redaction(
        number=1, kind=Hidden.TEXT, what="Ali Hassan", reason="danger", by="Desk", at=AT, salt="a"
    )
    other = name.model_copy(update={"what": "Eve"})
    again = name.model_copy(update={"reason": "danger, still", "salt": "b"})
    assert [keep_redaction(place, one, "vera").number for one in (name, other, again)] == [1, 2, 1]
    assert gather(place).redactions == redactions(place) == (name, other.model_copy(update={"number": 2}))
