from collections.abc import Callable
from pathlib import Path

from eventbook.datasets.releases.diff import diff_releases
from eventbook.datasets.releases.read import Release


def test_what_changed_between_the_samples_in_words(
    releases: Path, golden: Callable[[str, str], None]
) -> None:
    old, new = Release(releases / "2026.11.0"), Release(releases / "2026.11.1")
    golden("datasets/diff.txt", diff_releases(old, new).as_text() + "\n")


def test_backwards_what_was_new_is_gone(releases: Path) -> None:
    old, new = Release(releases / "2026.11.0"), Release(releases / "2026.11.1")
    there, back = diff_releases(old, new), diff_releases(new, old)
    assert (there.events.added, there.events.removed) == (back.events.removed, back.events.added)
    assert [(one.old, one.new) for one in there.events.fields] == [
        (one.new, one.old) for one in back.events.fields
    ]


def test_a_release_does_not_differ_from_itself(releases: Path) -> None:
    same = Release(releases / "2026.11.0")
    assert diff_releases(same, same).as_text() == "2026.11.0 -> 2026.11.0\n0 new, 0 changed, 0 gone"


def test_a_difference_is_plain_data(releases: Path) -> None:
    found = diff_releases(Release(releases / "2026.11.0"), Release(releases / "2026.11.1")).as_dict()
    assert (found["old"], found["new"], found["added"], found["removed"]) == (
        "2026.11.0",
        "2026.11.1",
        ["TCD6", "TGO1", "UKR3"],
        [{"event_id": "NER1", "fate": "none of its reports is in this release"}],
    )
    (one,) = [one for one in found["changed"] if (one["event_id"], one["field"]) == ("SOM1", "reports")]
    assert (one["old"], one["new"]) == ("2", "3")
    assert one["why"].startswith("report added: r-")


def test_every_change_has_a_reason_whatever_the_two_releases_are(releases: Path) -> None:
    old, new = Release(releases / "2026.11.0"), Release(releases / "2026.11.1")
    there, back = diff_releases(old, new), diff_releases(new, old)
    for found in (there, back):
        touched = {*found.events.added, *found.events.removed, *found.events.changed}
        assert found.reasons.keys() == touched
        assert all(found.reasons.values())
    assert there.reasons["SOM1"].startswith("report added: ")
    assert back.reasons["SOM1"] == there.reasons["SOM1"].replace("added", "gone")
    assert back.reasons["TGO1"] == "not yet in this release"
