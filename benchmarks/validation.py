"""Checking forms: every rule of Eventbook beside plain pydantic models of the same shape.

The alternative is what a team writes first: one model with the types of the fields and the
codes as literals. It finds a wrong code and a wrong date. It does not resolve names, find a
quote in the text, or know any rule that speaks of two fields; the table says what each found.
One form in ten has a fault that both can see, one in ten a fault that only a rule can.
"""

import argparse
import random
from datetime import date, timedelta
from typing import Any, Literal, cast

from measuring import Contestant, compare, table
from pydantic import BaseModel, ConfigDict, ValidationError

from eventbook.schema.article import Article, Publication, TextVersion
from eventbook.schema.canonical import sha256
from eventbook.schema.check import check_raw
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.context import Context
from eventbook.schema.registry import Registry
from eventbook.schema.where import Gazetteer, Place

TEXT = (
    "At least four people were killed and 127 injured on Sunday when armed men attacked the market of "
    "Town {town}, officials said. No group claimed the attack. " + "The market reopened the next day. " * 30
)
FIRST = date(2021, 1, 3)


def forms(size: int) -> list[dict[str, Any]]:
    """Return raw forms as a sheet has them, a fifth of them with a fault."""
    dice = random.Random(7)
    made: list[dict[str, Any]] = []
    for _ in range(size):
        day = (FIRST + timedelta(days=dice.randrange(300))).isoformat()
        town = dice.randrange(100)
        form: dict[str, Any] = {
            "sub_event_type": "Attack",
            "when": {"first": day, "last": day},
            "where": {"place": f"Town {town}, Iraq", "precision": 1},
            "side1": {
                "actor": "Unidentified Armed Group (Iraq)",
                "certainty": "suspected",
                "by": "officials",
            },
            "side2": {"actor": "Civilians (Iraq)"},
            "counts": [
                {"what": "deaths", "phrase": "At least four people were killed", "count": "at least 4"}
            ],
            "notes": f"On {day}, armed men attacked the market of Town {town}.",
            "evidence": {
                "when": "on Sunday",
                "where": "the market of Town",
                "sub_event_type": "armed men attacked the market",
                "side1": "armed men",
                "side2": "people were killed",
            },
        }
        fault = dice.random()
        if fault < 0.1:
            form["sub_event_type"] = "Atack"
        elif fault < 0.2:
            form["evidence"]["side1"] = "masked men on horses"
        made.append(form)
    return made


def surroundings() -> Context:
    """Return the codebook, a hundred towns and the article that every form is about."""
    book = default_codebook()
    text = TextVersion(n=1, extractor="plain 1", text=TEXT)
    printed = Publication(outlet="Wire", published=date(2021, 12, 31))
    article = Article(sha256=sha256(TEXT), versions=(text,), publications=(printed,))
    towns = tuple(
        Place(id=f"irq-{n}", name=f"Town {n}", country="IRQ", latitude=30 + n / 50, longitude=44)
        for n in range(100)
    )
    return Context(book, Registry((), book), Gazetteer(towns), article)


def with_rules(made: object) -> str:
    """Check every form by every rule."""
    context = surroundings()
    faulty = sum(bool(check_raw(form, context).errors) for form in cast("list[dict[str, Any]]", made))
    return f"{faulty:,} faulty"


class Plain(BaseModel):
    """The models of the alternative forbid what they do not know, as ours do."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlainWhen(Plain):
    """Two days."""

    first: date
    last: date


class PlainWhere(Plain):
    """A name and a code."""

    place: str
    precision: Literal[1, 2, 3]


class PlainSide(Plain):
    """A name, and how sure."""

    actor: str
    certainty: str = "stated"
    by: str = ""


class PlainClaim(Plain):
    """A count as written."""

    what: Literal["deaths", "injuries"]
    count: int | str
    phrase: str = ""


class PlainForm(Plain):
    """The form of the benchmark, as types alone can say it."""

    sub_event_type: Literal["Attack", "Armed clash", "Air/drone strike", "Suicide bomb", "Mob violence"]
    when: PlainWhen
    where: PlainWhere
    side1: PlainSide
    side2: PlainSide | None = None
    counts: tuple[PlainClaim, ...] = ()
    notes: str
    evidence: dict[str, str]


def with_types(made: object) -> str:
    """Read every form by the plain models."""
    faulty = 0
    for form in cast("list[dict[str, Any]]", made):
        try:
            PlainForm.model_validate(form)
        except ValidationError:
            faulty += 1
    return f"{faulty:,} faulty"


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--forms", type=int, default=100_000)
    ask.add_argument("--runs", type=int, default=3)
    asked = ask.parse_args()
    contestants = {
        "plain pydantic models": Contestant(forms, with_types),
        "eventbook, every rule": Contestant(forms, with_rules),
    }
    done = compare(contestants, asked.forms, asked.runs)
    print(f"{asked.forms:,} forms, {asked.runs} runs each, in turn\n")
    print(table(done, asked.forms, "form"))


if __name__ == "__main__":
    main()
