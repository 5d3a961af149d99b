"""What the commands of the three lists look like: the options of each, and the entry that they say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from eventbook.coders.lists.entries import ACTORS, OUTLETS, PLACES, EntryList
from eventbook.schema.where import PlaceKind

Options = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spec:
    """What the commands of one list look like."""

    lists: EntryList
    about: str
    options: tuple[click.Option, ...]
    body: Callable[[Options], Options]
    example: str


def _option(name: str, help_text: str, **more: Any) -> click.Option:  # noqa: ANN401  click's own keywords
    return click.Option([f"--{name}"], help=help_text, **more)


def _filled(given: Options) -> Options:
    """Return what was given; an empty text is given too, it takes away what is stored."""
    return {name: value for name, value in given.items() if value not in (None, ())}


def _actor_body(given: Options) -> Options:
    """Return an actor's body from the options: one type, for a time where that is said."""
    body = _filled(given)
    period = {name: body.pop(name) or None for name in ("type", "first", "last") if name in body}
    lists = {
        name: list(body.pop(key)) for name, key in (("home", "home"), ("aliases", "alias")) if key in body
    }
    return {**body, **lists, **({"types": [period]} if period else {})}


def _outlet_body(given: Options) -> Options:
    body = _filled(given)
    hosts = [host.casefold().removeprefix("www.") for host in body.pop("host", ())]
    return {**body, **({"hosts": hosts} if hosts else {})}


def _place_body(given: Options) -> Options:
    body = _filled(given)
    aliases = {"aliases": list(body.pop("alias"))} if "alias" in body else {}
    return {**body, **aliases}


SPECS = (
    Spec(
        OUTLETS,
        "who publishes: newspapers, agencies, ministries, NGOs, channels",
        (
            _option("name", "Its name."),
            _option("scale", "How far it reaches: one of the codebook's scales, such as National."),
            _option("country", "Its country, by name or code."),
            _option(
                "time-zone", "Where its Tuesday is a Tuesday, such as Africa/Kampala; UTC where not given."
            ),
            _option(
                "host",
                "The web host of its articles, such as example.org; may be repeated; all of them anew.",
                multiple=True,
            ),
            _option(
                "confidential/--public",
                "Never name it in a release; or name it, as a new one is where nothing is said.",
                default=None,
            ),
        ),
        _outlet_body,
        '--name "Kampala Courier" --scale National --country Uganda --time-zone Africa/Kampala',
    ),
    Spec(
        ACTORS,
        "who takes part: each with a permanent id, names and a type",
        (
            _option("name", "Its full name."),
            _option("id", "Its permanent id; made from the name where not given."),
            _option("type", "Its actor type, a label of the codebook."),
            _option("first", "The first day on which it is of that type."),
            _option("last", "The last day on which it is of that type."),
            _option(
                "home", "A country where it is at home; may be repeated; all of them anew.", multiple=True
            ),
            _option("alias", "Another name for it; may be repeated; all of them anew.", multiple=True),
        ),
        _actor_body,
        '--name "ADF: Allied Democratic Forces" --type "Rebel group" --home Uganda --alias ADF',
    ),
    Spec(
        PLACES,
        "where things happen: each with its country and coordinates",
        (
            _option("name", "Its name; a part of a city is written `City - Part`."),
            _option("id", "Its permanent id; made from country and name where not given."),
            _option("country", "Its country, by name or code."),
            *(_option(f"admin{level}", f"The level {level} unit that it lies in.") for level in (1, 2, 3)),
            _option("latitude", "In degrees, north positive.", type=float),
            _option("longitude", "In degrees, east positive.", type=float),
            _option("kind", "What kind of place.", type=click.Choice([kind.value for kind in PlaceKind])),
            _option("within", "The id of the place that it is a part of."),
            _option(
                "alias",
                "Another name for it, in any script; may be repeated; all of them anew.",
                multiple=True,
            ),
        ),
        _place_body,
        "--name Auno --country Nigeria --admin1 Borno --latitude 11.85 --longitude 12.93 --kind town",
    ),
)
