"""The JSON Schema of sheets takes what the reader takes and refuses what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.sheet_schema import sheet_schema

SHEETS = sorted((Path(__file__).parents[2] / "samples" / "sheets").glob("*/*.yaml"))
SCHEMA = sheet_schema(default_codebook())
VALIDATOR = Draft202012Validator(SCHEMA)


def as_json(value: Any) -> Any:  # noqa: ANN401  whatever YAML holds
    """Return YAML data as JSON has it: days as text."""
    return json.loads(json.dumps(value, default=str))


def sheet(path: Path) -> Any:  # noqa: ANN401  whatever YAML holds
    return as_json(YAML(typ="safe").load(path))


def test_the_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sample_sheet_fits_the_schema(path: Path) -> None:
    assert not any(VALIDATOR.iter_errors(sheet(path)))  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("sub_event_type", "Air strike"),
        ("when", "last week"),
        ("where", {"place": "Kampala, Uganda"}),
        ("where", {"place": "Kampala, Uganda", "precision": 9}),
        ("side1", {"actor": "ADF", "certainty": "sure"}),
        ("counts", [{"what": "deads", "count": 3}]),
        ("weapons", ["lasers"]),
        ("notess", "x"),
        ("evidence", {"whenn": "on Tuesday"}),
        ("doubts", [{"field": "when"}]),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(field: str, wrong: object) -> None:
    whole = sheet(SHEETS[0])
    whole["events"][0][field] = wrong
    assert any(VALIDATOR.iter_errors(whole))  # pyright: ignore[reportUnknownMemberType]
