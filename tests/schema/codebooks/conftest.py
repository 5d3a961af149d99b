"""The second codebook, and a small world to check its forms in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from eventbook.schema.article import Article, Publication, TextVersion
from eventbook.schema.canonical import sha256
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import read_codebook, shipped_text
from eventbook.schema.context import Context
from eventbook.schema.registry import Registry
from eventbook.schema.where import Gazetteer, Place

TEXT = """LERMA, 3 JAN 90 -- A BOMB WENT OFF IN THE SAVINGS BANK TODAY AND DESTROYED A PUBLIC BUS.
THREE PASSENGERS WERE KILLED.  THE DRIVER, JUAN PRADO, ESCAPED UNHURT."""


@pytest.fixture(scope="session")
def muc4() -> Codebook:
    """The codebook on terrorist incidents."""
    return read_codebook(shipped_text("muc4-terrorism"), "muc4-terrorism.toml")


@pytest.fixture(scope="session")
def muc4_context(muc4: Codebook) -> Context:
    """An article, one town and no registered actor."""
    town = Place(id="per-lerma", name="Lerma", country="PER", latitude=-12.0, longitude=-77.0)
    article = Article(
        sha256=sha256(TEXT),
        versions=(TextVersion(n=1, extractor="plain", text=TEXT),),
        publications=(Publication(outlet="wire", published=date(1990, 1, 3)),),
    )
    return Context(muc4, Registry((), muc4), Gazetteer((town,)), article)


@pytest.fixture(scope="session")
def bombing() -> Callable[..., dict[str, Any]]:
    """Make a good form as a coder writes it; `bombing(when=None)` takes a field away."""

    def make(**changes: object) -> dict[str, Any]:
        good: dict[str, object] = {
            "incident_type": "BOMBING",
            "stage": "ACCOMPLISHED",
            "incident_category": "TERRORIST ACT",
            "when": "1990-01-03",
            "where": {"place": "Lerma, Peru", "precision": 1},
            "side1": "Unidentified Terrorists (Peru)",
            "side2": "Civilians (Peru)",
            "instruments": [{"name": "BOMB", "type": "BOMB", "quote": "A BOMB"}],
            "physical_targets": [
                {"name": "SAVINGS BANK", "type": "FINANCIAL", "number": 1, "quote": "THE SAVINGS BANK"},
                {"name": "PUBLIC BUS", "type": "TRANSPORT VEHICLE", "number": 1, "effect": "DESTROYED"},
            ],
            "human_targets": [
                {"description": "PASSENGERS", "type": "CIVILIAN", "number": 3, "effect": ["DEATH"]},
                {"name": "JUAN PRADO", "description": "DRIVER", "type": "CIVILIAN", "effect": ["NO INJURY"]},
            ],
            "counts": [{"what": "deaths", "count": 3, "phrase": "THREE PASSENGERS"}],
        }
        return {name: value for name, value in (good | changes).items() if value is not None}

    return make
