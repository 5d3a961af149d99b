from eventbook.datasets.releases.changes import CHANGES, Changes
from eventbook.datasets.releases.compare import Difference, FieldChange

FOUND = Changes(
    old="1",
    new="2",
    events=Difference(("C", "D"), ("X", "Y"), (FieldChange("A", "n", "", "5"), FieldChange("B", "n", "1", "2"))),
    reasons={
        "X": "merged into A", "Y": "none of its reports is in this release", "A": "report added: r-1",
        "D": "split from A",
    },
    merged={"X": "A"},
    split={"D": "A"},
    summary={"A": "a town"},
)  # fmt: skip


def test_a_table_names_every_kind_of_change() -> None:
    table = FOUND.as_table()
    assert table.schema.equals(CHANGES)
    assert [(row["change"], row["id"], row["other_id"]) for row in table.to_pylist()] == [
        ("added", "C", None),
        ("split", "D", "A"),
        ("changed", "A", None),
        ("changed", "B", None),
        ("merged", "X", "A"),
        ("removed", "Y", None),
    ]
    assert table["why"].to_pylist()[2] == "report added: r-1"


def test_plain_data_names_every_kind_of_change() -> None:
    found = FOUND.as_dict()
    assert found["counts"] == {"added": 2, "changed": 2, "removed": 2}
    assert found["split"] == [{"event_id": "D", "from": "A"}]
    assert found["merged"] == [{"event_id": "X", "into": "A"}]
    assert found["fields"] == {"n": 2}


def test_people_are_told_what_changed_and_why() -> None:
    assert FOUND.as_text().splitlines() == [
        "1 -> 2",
        "+ C",
        "+ D   (split from A)",
        "- X  merged into A",
        "- Y  none of its reports is in this release",
        "~ A  a town",
        "    why: report added: r-1",
        "    n: (blank) -> 5",
        "~ B",
        "    n: 1 -> 2",
        "2 new, 2 changed, 2 gone",
    ]
