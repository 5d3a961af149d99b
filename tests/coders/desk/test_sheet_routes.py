from collections.abc import Callable
from typing import Any

from eventbook.coders.store.chain import broken
from eventbook.coders.store.forms import load_form
from eventbook.coders.store.store import open_store
from eventbook.schema.form import Action, Status
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
KAMPALA = "78be5f5a9efa01da"
Browser = Any
"""The browser of conftest, which tests cannot import."""

BOMB: dict[str, Any] = {
    "sub_event_type": "Suicide bomb",
    "when": "tue morning",
    "where": {"place": "Kampala - Central Police Station, Uganda", "precision": 1},
    "side1": {"actor": "Unidentified Armed Group (Uganda)"},
    "side2": {"actor": "Civilians (Uganda)"},
    "counts": [{"what": "deaths", "count": "3", "phrase": "left three dead", "by": "police"}],
    "civilian_targeting": "Civilian targeting",
    "notes": "On 16 November 2021, a suicide bomber blew himself up.",
    "evidence.when": ["on Tuesday morning"],
    "evidence.where": ["beside the Central Police Station"],
    "evidence.sub_event_type": ["set off his charge"],
    "evidence.side1": ["nobody had claimed the bombings"],
    "evidence.side2": ["officers"],
}


def test_opening_an_article_twice_opens_one_sheet(browser: Browser) -> None:
    assert browser.open(KAMPALA) == browser.open(KAMPALA)
    assert browser.get("/api/work", view="mine")["counts"]["mine"] == 1


def test_every_field_is_a_revision_and_the_same_again_is_nothing_new(
    browser: Browser, place: Workplace
) -> None:
    sheet = browser.open(KAMPALA)
    first = browser.save(sheet, 1, {"notes": "On"})["form"]
    again = browser.save(sheet, first["base"], {"notes": "On"})["form"]
    assert (first["base"], again["base"]) == (2, 2)
    with open_store(place.store).reading() as connection:
        form = load_form(connection, f"{sheet}-1")
        assert list(broken(connection)) == []
    assert form is not None
    assert [(one.action, one.status) for one in form.revisions] == [(Action.SAVE, Status.DRAFT)] * 2


def test_what_cannot_be_read_yet_is_kept_as_it_was_typed(browser: Browser) -> None:
    sheet = browser.open(KAMPALA)
    saved = browser.save(sheet, 1, {"when": "someday", "counts": [{"what": "deaths", "count": "lots"}]})
    told = browser.get(f"/api/sheets/{sheet}")["forms"][0]["fields"]
    assert told == {"when": "someday", "counts": [{"what": "deaths", "count": "lots"}]}
    rules = {one["rule"] for one in saved["problems"][f"{sheet}-1"]["open"]}
    assert {"date-unreadable", "count-unreadable"} <= rules


def test_a_sheet_of_the_desk_is_submitted_as_a_file_is(browser: Browser, place: Workplace, run: Run) -> None:
    sheet = browser.open(KAMPALA)
    saved = browser.save(sheet, 1, BOMB)
    assert saved["problems"][f"{sheet}-1"]["open"] == []
    assert saved["form"]["shown"]["when"]["time"] == "morning"
    assert browser.post(f"/api/sheets/{sheet}/submit", {})["submitted"] is True
    assert "submitted" in run(place, "sheet", "show", sheet)[1]
    assert run(place, "accept", sheet, person="rosa")[0] == 0


def test_a_sheet_begun_at_the_desk_goes_on_as_a_file(browser: Browser, place: Workplace, run: Run) -> None:
    sheet = browser.open(KAMPALA)
    browser.save(sheet, 1, BOMB)
    code, text, _ = run(place, "sheet", "edit", sheet, "-o", "-")
    assert code == 0
    assert "left three dead" in text
    assert run(place, "submit", "-", stdin=text.encode())[0] == 0


def test_two_tabs_on_different_fields_are_joined(browser: Browser) -> None:
    sheet = browser.open(KAMPALA)
    browser.save(sheet, 1, {"notes": "mine"})
    late = browser.save(sheet, 1, {"sub_event_type": "Attack"})
    assert late["conflicts"] == []
    assert late["form"]["fields"] == {"notes": "mine", "sub_event_type": "Attack"}


def test_two_versions_of_a_field_come_with_names_for_their_ids(browser: Browser) -> None:
    sheet = browser.open(KAMPALA)
    sides = [{"actor": f"civilians-{country}", "certainty": "claimed"} for country in ("uganda", "iraq")]
    browser.save(sheet, 1, {"side1": sides[0]})
    (conflict,) = browser.save(sheet, 1, {"side1": sides[1]})["conflicts"]
    names = {"civilians-uganda": "Civilians (Uganda)", "civilians-iraq": "Civilians (Iraq)"}
    assert conflict["labels"] == names


def test_of_two_tabs_on_one_field_both_versions_are_kept(
    browser: Browser, place: Workplace, run: Run
) -> None:
    sheet = browser.open(KAMPALA)
    browser.save(sheet, 1, {"notes": "the first"})
    late = browser.save(sheet, 1, {"notes": "the second", "sub_event_type": "Attack"})
    (conflict,) = late["conflicts"]
    assert (conflict["theirs"], conflict["mine"]) == ("the first", "the second")
    assert late["form"]["fields"] == {"notes": "the first", "sub_event_type": "Attack"}
    shown = run(place, "sheet", "show", sheet)[1]
    assert "a version that came second" in shown
    assert "the second" in shown


def test_a_form_that_was_handed_in_is_closed_until_it_comes_back(browser: Browser) -> None:
    sheet = browser.open(KAMPALA)
    browser.save(sheet, 1, BOMB)
    browser.post(f"/api/sheets/{sheet}/submit", {})
    path = f"/api/sheets/{sheet}/forms/{sheet}-1"
    assert "submitted" in browser.post(path, {"base": 3, "fields": {"notes": "x"}}, status=409)["fault"]
    browser.post(f"/api/sheets/{sheet}/do", {"do": "take back", "form": f"{sheet}-1"})
    assert browser.save(sheet, 4, {"notes": "x"})["form"]["status"] == "returned"


def test_a_place_has_its_name_before_anybody_says_how_exact_it_is(browser: Browser) -> None:
    sheet = browser.open(KAMPALA)
    (hit, *_) = browser.ask("GET", "/api/places", params={"q": "Kampala"}).json()
    named = browser.save(sheet, 1, {"where": {"place": hit["id"]}})["form"]["names"]
    assert named[hit["id"]]["label"] == hit["label"]


def test_a_form_taken_out_is_withdrawn_and_comes_back(browser: Browser) -> None:
    sheet = browser.open(KAMPALA)
    added = browser.post(f"/api/sheets/{sheet}/forms", {"copy": f"{sheet}-1", "without": []})["form"]
    dropped = browser.post(f"/api/sheets/{sheet}/do", {"do": "drop", "form": added})
    assert [one["form"] for one in dropped["forms"]] == [f"{sheet}-1"]
    back = browser.post(f"/api/sheets/{sheet}/do", {"do": "restore", "form": added})
    assert [one["form"] for one in back["forms"]] == [f"{sheet}-1", added]


def test_nothing_to_code_is_handed_in_with_its_reason(browser: Browser, place: Workplace, run: Run) -> None:
    sheet = browser.open(KAMPALA)
    state = browser.post(f"/api/sheets/{sheet}/do", {"do": "nothing to code", "reason": "sports"})
    assert (state["forms"], state["nothing_to_code"]) == ([], "sports")
    assert browser.post(f"/api/sheets/{sheet}/submit", {})["submitted"] is True
    assert "nothing to code: sports" in run(place, "sheet", "show", sheet)[1]
