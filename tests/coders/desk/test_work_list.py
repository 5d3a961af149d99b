"""The worklist: each article stands where its sheets say, and is found by any words of its publication."""

from datetime import date

import pytest

from eventbook.coders.desk.work_list import Asked, View, work_rows
from eventbook.coders.drafts.draft_steps import drop_draft, open_sheet, restore_draft
from eventbook.coders.intake.articles import keep_article
from eventbook.coders.intake.unfold import unfold
from eventbook.coders.lists.entries import OUTLETS, Found, add_entries
from eventbook.coders.store.forms import Step, add_revision
from eventbook.coders.store.stamp import Stamp, stamp
from eventbook.coders.workspace.workspace import Workspace, open_workspace
from eventbook.schema.article import Outlet, Publication
from eventbook.schema.form import Action, Status
from eventbook.schema.session import Workplace

BY = stamp("amira")
TITLES = (
    "Bus attacked near Lowen",
    "\u0645\u0642\u062a\u0644 \u062e\u0645\u0633\u0629",
    "\u5e02\u573a\u7206\u70b8 \u4e94\u4eba\u6b7b\u4ea1",
)


@pytest.fixture
def workspace(bare: Workplace) -> Workspace:
    workspace = open_workspace(bare)
    with workspace.store.writing() as connection:
        outlet = Outlet(name="Lowen Herald", scale="National", country="ETH", time_zone="Africa/Addis_Ababa")
        add_entries(connection, OUTLETS, [Found((), outlet)], BY)
        for number, title in enumerate(TITLES):
            one = Publication(outlet="Lowen Herald", published=date(2024, 5, 4), title=title)
            text = f"Case {number}. " + " ".join(f"{number}{word} told" for word in range(60))
            keep_article(connection, text.encode(), one, BY)
    return workspace


def titles(workspace: Workspace, view: View, words: str = "", person: str = "amira") -> list[str]:
    with workspace.store.reading() as connection:
        found = work_rows(connection, Asked(view, words), person)
    assert words or found["counts"][view.value] == len(found["rows"])
    return [str(one["title"]) for one in found["rows"]]


def opened(workspace: Workspace, by: Stamp = BY) -> str:
    with workspace.store.reading() as connection:
        first = work_rows(connection, Asked(View.ALL), by.author)["rows"][0]["article"]
    return open_sheet(workspace.store, workspace.book, first, by)


def test_an_article_that_is_opened_is_mine_and_nobody_else_has_to_do_it(workspace: Workspace) -> None:
    assert titles(workspace, View.TODO) == list(TITLES)
    sheet = opened(workspace)
    assert titles(workspace, View.TODO) == list(TITLES[1:])
    assert titles(workspace, View.MINE) == [TITLES[0]]
    assert titles(workspace, View.MINE, person="rosa") == []
    drop_draft(workspace.store, f"{sheet}-1", "nothing in it", BY)
    assert titles(workspace, View.MINE) == []
    restore_draft(workspace.store, f"{sheet}-1", BY)
    assert titles(workspace, View.MINE) == [TITLES[0]]  # no reviewer has seen it, so none returned it
    assert titles(workspace, View.ALL) == list(TITLES)


def test_an_article_without_a_title_is_listed_by_its_first_words(workspace: Workspace) -> None:
    text = "Shots were heard \n at dawn. " + " ".join(f"x{word} told" for word in range(60))
    with workspace.store.writing() as connection:
        one = Publication(outlet="Lowen Herald", published=date(2024, 5, 4))
        keep_article(connection, text.encode(), one, BY)
        rows = work_rows(connection, Asked(View.ALL), "amira")["rows"]
    assert rows[-1]["opening"].startswith("Shots were heard at dawn. x0 told")
    assert ["opening" in row for row in rows] == [False, False, False, True]


@pytest.mark.parametrize(
    ("words", "found"),
    [("lowen bus", [0]), ("BUS", [0]), ("us", [0]), ("\u062e\u0645\u0633", [1]), ("\u7206\u70b8 \u4e94", [2]),
     ('"', []),
          ("herald 2024-05-04", [0, 1, 2]), ("100%", []), ("bus AND NOT", [])],
)  # fmt: skip
def test_articles_are_found_by_parts_of_words_in_any_script(
    workspace: Workspace, words: str, found: list[int]
) -> None:
    assert titles(workspace, View.ALL, words) == [TITLES[at] for at in found]


def test_a_copy_that_was_folded_waits_for_nobody_until_it_is_unfolded(workspace: Workspace) -> None:
    text = "Case 0. " + " ".join(f"0{word} told" for word in range(60)) + " (agency)"
    with workspace.store.writing() as connection:
        one = Publication(outlet="Lowen Herald", published=date(2024, 5, 5), title="The same again")
        arrival = keep_article(connection, text.encode(), one, BY)
    assert not arrival.new_article
    assert titles(workspace, View.TODO) == list(TITLES)
    with workspace.store.writing() as connection:
        unfold(connection, arrival.copy, BY)
    assert titles(workspace, View.TODO) == [*TITLES, "The same again"]


def test_what_a_reviewer_returned_stands_there_with_the_reason_and_who_gave_it(workspace: Workspace) -> None:
    sheet = opened(workspace)
    with workspace.store.writing() as connection:
        step = Step(Action.RETURN, Status.RETURNED, 1, workspace.book.id, "{}", "no words for the day")
        add_revision(connection, f"{sheet}-1", step, stamp("rosa"))
    with workspace.store.reading() as connection:
        (row,) = work_rows(connection, Asked(View.RETURNED), "amira")["rows"]
    assert row["sheets"][0]["reasons"] == [{"reason": "no words for the day", "author": "rosa"}]
    assert titles(workspace, View.MINE) == []
