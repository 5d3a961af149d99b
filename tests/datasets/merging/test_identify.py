from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.merging.identify import Identity, Member, Unnamed, identify, split_id

Groups = Iterable[Iterable[str]]


def unnamed(*reports: str, prefix: str = "UGA") -> Unnamed:
    """Make an event of reports, the anchor first."""
    return Unnamed(prefix, ("2021-11-16", reports[0]), tuple(Member(report, "c", 0) for report in reports))


class History:
    """A dataset built again and again: `build("r1 r2", "r3")` gives the ids of those events."""

    def __init__(self) -> None:
        self.identities: tuple[Identity, ...] = ()
        self.versions = 0

    def build(self, *events: str, prefix: str = "UGA") -> tuple[str, ...]:
        """Build the next version."""
        self.versions += 1
        made = [unnamed(*event.split(), prefix=prefix) for event in events]
        names, self.identities = identify(made, self.identities, f"v{self.versions}")
        return names

    def __getitem__(self, name: str) -> Identity:
        return next(one for one in self.identities if one.event_id == name)


def test_new_events_get_numbers_in_a_fixed_order_whatever_order_they_come_in() -> None:
    history = History()
    assert history.build("r2", "r1", "r3") == ("UGA2", "UGA1", "UGA3")
    assert [one.number for one in history.identities] == [1, 2, 3]
    assert {one.reason for one in history.identities} == {"created"}


def test_each_country_counts_for_itself_and_the_whole_for_all() -> None:
    names, identities = identify([unnamed("r1"), unnamed("r2", prefix="KEN"), unnamed("r3")], (), "v1")
    assert names == ("UGA1", "KEN1", "UGA2")
    assert [(one.event_id, one.number) for one in identities] == [("UGA1", 1), ("KEN1", 2), ("UGA2", 3)]


def test_an_event_keeps_its_id_with_its_reports() -> None:
    history = History()
    history.build("r1 r2", "r3")
    assert history.build("r3", "r2 r1 r4") == ("UGA2", "UGA1")
    assert (history["UGA1"].first_seen, history["UGA1"].last_seen) == ("v1", "v2")


def test_the_prefix_is_frozen_when_the_event_moves_to_another_country() -> None:
    history = History()
    history.build("r1")
    assert history.build("r1", prefix="KEN") == ("UGA1",)


def test_in_a_merge_the_older_id_survives_and_the_other_points_to_it() -> None:
    history = History()
    history.build("r1", "r2")
    assert history.build("r2 r1") == ("UGA1",)
    gone = history["UGA2"]
    assert (gone.status, gone.successor, gone.reason) == ("merged", "UGA1", "merged into UGA1")
    assert (gone.first_seen, gone.last_seen) == ("v1", "v1")


def test_a_pointer_is_followed_to_the_end_through_later_merges() -> None:
    history = History()
    history.build("r1", "r2", "r3")
    history.build("r1", "r2 r3")
    history.build("r1 r2 r3")
    assert (history["UGA3"].successor, history["UGA2"].successor) == ("UGA1", "UGA1")
    history.build("r1", "r2", "r3")
    assert (history["UGA3"].status, history["UGA3"].successor) == ("merged", "UGA1")


def test_a_merged_id_is_never_given_again_even_when_its_report_stands_alone_again() -> None:
    history = History()
    history.build("r1", "r2")
    history.build("r1 r2")
    assert history.build("r1", "r2") == ("UGA1", "UGA3")
    assert (history["UGA3"].split_from, history["UGA3"].reason) == ("UGA1", "split from UGA1")


def test_in_a_split_the_part_with_the_anchor_keeps_the_id() -> None:
    history = History()
    history.build("r1 r2 r3")
    assert history.build("r2 r3", "r1") == ("UGA2", "UGA1")
    assert (history["UGA2"].split_from, history["UGA2"].reason) == ("UGA1", "split from UGA1")
    assert history["UGA1"].split_from == ""


def test_the_anchor_stays_the_anchor_when_an_earlier_report_joins() -> None:
    history = History()
    history.build("r5")
    history.build("r1 r5")
    assert history.build("r1", "r5") == ("UGA2", "UGA1")


def test_where_the_anchor_is_gone_the_next_report_holds_the_id() -> None:
    history = History()
    history.build("r1 r2 r3")
    assert history.build("r2", "r3") == ("UGA1", "UGA2")


def test_an_id_without_any_report_is_withdrawn_with_a_reason_and_restored_when_one_comes_back() -> None:
    history = History()
    history.build("r1", "r2")
    history.build("r2")
    assert (history["UGA1"].status, history["UGA1"].reason) == (
        "withdrawn",
        "none of its reports is in this release",
    )
    assert history.build("r1", "r2") == ("UGA1", "UGA2")
    assert (history["UGA1"].status, history["UGA1"].reason) == ("current", "restored: its report is back")


def test_a_withdrawn_id_is_not_given_to_another_event() -> None:
    history = History()
    history.build("r1")
    history.build()
    assert history.build("r2") == ("UGA2",)


def test_a_withdrawn_id_whose_report_comes_back_in_another_event_points_to_it() -> None:
    history = History()
    history.build("r1", "r2")
    history.build("r2")
    assert history.build("r2 r1") == ("UGA2",)
    assert (history["UGA1"].status, history["UGA1"].successor) == ("merged", "UGA2")


def test_a_report_that_moves_from_one_event_to_another_takes_no_id_with_it() -> None:
    history = History()
    history.build("r1 r2", "r3")
    assert history.build("r1", "r3 r2") == ("UGA1", "UGA2")
    assert {one.status for one in history.identities} == {"current"}


def test_the_same_events_again_change_nothing_but_when_they_were_last_seen() -> None:
    history = History()
    history.build("r1 r2", "r3")
    before = {(one.event_id, one.members, one.reason, one.first_seen) for one in history.identities}
    history.build("r1 r2", "r3")
    assert {(one.event_id, one.members, one.reason, one.first_seen) for one in history.identities} == before


@pytest.mark.parametrize(("name", "parts"), [("UGA1", ("UGA", 1)), ("XKX1203", ("XKX", 1203))])
def test_an_id_is_a_prefix_and_a_number(name: str, parts: tuple[str, int]) -> None:
    assert split_id(name) == parts


REPORTS = [f"r{number}" for number in range(6)]
# Each build puts every report into one of a few events, or into none.
BUILDS = st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=7)


def events_of(homes: list[int], dice: Random | None = None) -> list[Unnamed]:
    groups: dict[int, list[str]] = {}
    for report, home in zip(REPORTS, homes, strict=True):
        if home:
            groups.setdefault(home, []).append(report)
    made = [unnamed(*reports, prefix=f"C{'AB'[home % 2]}X") for home, reports in groups.items()]
    if dice:
        dice.shuffle(made)
    return made


@settings(max_examples=150, deadline=None)
@given(BUILDS, st.randoms(use_true_random=False))
def test_through_any_sequence_of_builds_ids_never_vanish_and_are_never_reused(
    builds: list[list[int]], dice: Random
) -> None:
    history: tuple[Identity, ...] = ()
    for version, homes in enumerate(builds, 1):
        events = events_of(homes, dice)
        names, after = identify(events, history, f"v{version}")
        old, new = ({one.event_id: one for one in some} for some in (history, after))
        assert len(set(names)) == len(names) == len(events)
        assert {one.event_id for one in after if one.status == "current"} == set(names)
        assert old.keys() <= new.keys()
        assert [one.number for one in after] == list(range(1, len(after) + 1))
        for name, one in old.items():
            same = new[name]
            assert (same.number, same.first_seen) == (one.number, one.first_seen)
            assert one.status != "merged" or same.status == "merged"
        for one in after:
            assert (one.status == "merged") is bool(one.successor)
            assert not one.successor or new[new[one.successor].event_id].status != "merged"
            assert one.status != "withdrawn" or not {m.report_id for m in one.members} & {
                m.report_id for event in events for m in event.members
            }
        for name, event in zip(names, events, strict=True):
            assert {m.report_id for m in new[name].members} == {m.report_id for m in event.members}
            if name not in old:
                homes_before = {
                    m.report_id: o.event_id for o in history if o.status == "current" for m in o.members
                }
                came = [homes_before[m.report_id] for m in event.members if m.report_id in homes_before]
                assert new[name].split_from == (came[0] if came else "")
        history = after


@settings(max_examples=50, deadline=None)
@given(BUILDS, st.randoms(use_true_random=False))
def test_the_order_of_events_changes_no_id(builds: list[list[int]], dice: Random) -> None:
    straight: tuple[Identity, ...] = ()
    mixed: tuple[Identity, ...] = ()
    for version, homes in enumerate(builds, 1):
        _, straight = identify(events_of(homes), straight, f"v{version}")
        _, mixed = identify(events_of(homes, dice), mixed, f"v{version}")
        assert mixed == straight


def test_fifty_thousand_new_ids_are_given_in_order() -> None:
    names, _ = identify([unnamed(f"r{number:05}") for number in range(50_000)], (), "v1")
    assert names[-1] == "UGA50000"
