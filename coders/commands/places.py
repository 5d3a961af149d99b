"""`eventbook places search`: finding a place among the project's own and the world's."""

from typing import Any

import click

from eventbook.coders.commands.entries import ENTRY_COMMANDS
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.commands.place_import import import_group
from eventbook.coders.places.place_search import Hit, Match, Query, search
from eventbook.coders.places.places import StoredPlaces
from eventbook.coders.places.workspace_gazetteer import world_in, world_of
from eventbook.coders.places.world_index import index_folder
from eventbook.coders.places.world_source import CREDIT
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.countries import COUNTRIES, find_country
from eventbook.schema.session import Session, WorkspaceError
from eventbook.schema.talk import data_json, say, tell
from eventbook.schema.text import nearest
from eventbook.schema.where import Gazetteer, PlaceKind


class CountryWord(click.ParamType[str]):
    """A country by its English name or three-letter code."""

    name = "country"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the three-letter code."""
        found = find_country(value)
        if found is None:
            near = nearest(value, (one.name for one in COUNTRIES.values()))
            advice = f"did you mean '{near}'?" if near else "write its English name or a code such as UGA"
            self.fail(f"'{value}' is not a country; {advice}", param, ctx)
        return found.iso3


class PointWord(click.ParamType[tuple[float, float]]):
    """A point as LAT,LON in degrees."""

    name = "lat,lon"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return latitude and longitude."""
        try:
            latitude, longitude = (float(part) for part in value.split(","))
        except ValueError:
            self.fail(f"'{value}' is not a point; write it like 36.19,44.01", param, ctx)
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004  degrees
            self.fail(f"'{value}' is not on the earth; write north,east in degrees", param, ctx)
        return latitude, longitude


@click.command("search", epilog=CREDIT)
@click.argument("name")
@click.option("--country", type=CountryWord(), help="Only in this country, by name or code.")
@click.option("--admin", help="Only in this province or district.")
@click.option("--kind", type=click.Choice(PlaceKind), help="Only places of this kind.")
@click.option("--near", type=PointWord(), metavar="LAT,LON", help="The nearest first, with the distance.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many at most."
)
@AS_JSON
@click.pass_obj
def search_command(
    session: Session,
    /,
    name: str,
    *,
    as_json: bool,
    **asked: Any,  # noqa: ANN401  what click read
) -> None:
    """Look for a place by NAME, in any script and spelling, among the project's places and the world's.

    Each hit comes with its id, which you can write in a sheet, and the reason why it is one.
    A country may be written after the name.

    \b
    Examples:
      eventbook places search "Erbil, Iraq"
      eventbook places search Maidugari --country Nigeria
      eventbook places search Херсон --near 46.6,32.6 --json
    """
    query = Query(name, **{key: value for key, value in asked.items() if value is not None})
    hits = _found(session, query)
    if as_json:
        data_json([_row(hit) for hit in hits])
    else:
        for hit in hits:
            tell(_line(hit))
    _remark(query, hits)


def _found(session: Session, query: Query) -> list[Hit]:
    """Return the hits among the places of the workspace and the world's, or outside of one the world's."""
    try:
        place = session.workplace
    except WorkspaceError:
        return search(query, Gazetteer(()), world_in(index_folder(None)))
    with open_workspace(place).store.reading() as connection:
        return search(query, StoredPlaces(connection), world_of(connection))


def _remark(query: Query, hits: list[Hit]) -> None:
    """Say what the hits are worth, how to add what is missing, and whose the world's places are."""
    add = "add it with `eventbook places add --name … --country … --latitude … --longitude …`"
    if not hits:
        say(f"there is no place like '{query.name}'; look at another spelling, or {add}")
    elif all(hit.match is Match.ALIKE for hit in hits):
        say(f"no place is called '{query.name}'; these are spelt nearly alike. If it is none of them, {add}")
    if not all(hit.own for hit in hits):
        say(CREDIT)


def _line(hit: Hit) -> str:
    place = hit.place
    where = ", ".join(
        part for part in dict.fromkeys((place.name, place.admin2, place.admin1, place.country_name)) if part
    )
    people = f"  {place.population:,} people" if place.population else ""
    far = f"  {hit.km:.0f} km" if hit.km is not None else ""
    at = f"{place.latitude:.4f} {place.longitude:.4f}"
    return f"{place.id}  {where}  {place.kind}  {at}{people}{far}  ({hit.reason})"


def _row(hit: Hit) -> dict[str, object]:
    told = hit.place.model_dump(mode="json")
    far = {} if hit.km is None else {"km": round(hit.km, 1)}
    return {
        **told,
        "match": hit.match.name.lower(),
        "matched_name": hit.name,
        "likeness": round(hit.likeness, 1),
        "own": hit.own,
        **far,
    }


def _with_more(group: click.Command) -> click.Command:
    if isinstance(group, click.Group):
        group.add_command(search_command)
        group.add_command(import_group)
    return group


PLACE_COMMANDS = {"places": _with_more(ENTRY_COMMANDS["places"])}
