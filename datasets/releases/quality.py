"""The quality report of a release, `quality.json`: how far its figures can be relied on, as data.

Every figure is a count with its share, and every list is cut at a stated length beside the whole
count. What follows from the tables is worked out from them alone, so that `verify` can work it
out again; what only the build and the desk know stands apart, in `beyond`.
"""

from pydantic import BaseModel, ConfigDict

from eventbook.schema.coding import Agreement

QUALITY = "quality.json"
FORMAT = 1
"""The format of the report."""
MOST = 50
"""How many ids or entries a list holds at most; the count beside it is of all."""


class Part(BaseModel):
    """The base of every part of the report."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Listing(Part):
    """How many events something is true of, their share of all, and the first of them in order of the release."""

    count: int
    share: float
    ids: tuple[str, ...] = ()


class Precision(Part):
    """How many events have one code of date or place precision."""

    code: int
    label: str
    events: int
    share: float


class Told(Part):
    """How many events so many outlets tell of."""

    outlets: int
    events: int
    share: float


class OutletShare(Part):
    """What one outlet gives: the events it tells of, their share, and those that it alone tells of."""

    outlet: str
    events: int
    share: float
    alone: int


class Concentration(Part):
    """How much hangs on few outlets.

    `evenness` is the Herfindahl index of what outlets tell: the sum of their squared shares of all
    mentions, from near 0 to 1 where one outlet tells everything. `as_many_as` is one divided by it: so
    many outlets of equal size would be as concentrated.
    """

    outlets: int
    largest: float
    five_largest: float
    evenness: float
    as_many_as: float


class Missing(Listing):
    """A published column that is blank in some events."""

    column: str
    says: str


class Case(Part):
    """One case of what stands out: what it is in words, how many events, and the first of them."""

    what: str
    events: int
    ids: tuple[str, ...]


class Outlier(Part):
    """One kind of what stands out: `title` says what, `advice` what a reader should make of it."""

    kind: str
    title: str
    advice: str
    events: int
    cases: tuple[Case, ...]
    cases_in_all: int


class Review(Part):
    """How the work stood when the release was made."""

    statuses: dict[str, int]
    reports_left_out: int
    quotes_withheld: int
    overrides: int
    overrides_for_review: int
    idle_judgements: int
    idle_relations: int


class Waived(Part):
    """A rule that reports break, each for a stated reason: how often."""

    rule: str
    says: str
    count: int


class GreyPair(Part):
    """Two reports that may tell of one incident and were not merged, with the events they are in."""

    reports: tuple[str, str]
    events: tuple[str, str]
    chance: float


class GreyZone(Part):
    """The pairs that wait for a person, the likeliest first."""

    count: int
    pairs: tuple[GreyPair, ...]


class Beyond(Part):
    """What does not follow from the tables of a release."""

    review: Review
    agreement: tuple[Agreement, ...]
    waived: tuple[Waived, ...]
    grey_zone: GreyZone


class Quality(Part):
    """The whole report."""

    format: int = FORMAT
    version: str
    events: int
    beyond: Beyond
    time_precision: tuple[Precision, ...]
    place_precision: tuple[Precision, ...]
    outlets_per_event: tuple[Told, ...]
    one_outlet: Listing
    outlets: tuple[OutletShare, ...]
    concentration: Concentration
    doubted: Listing
    joined: Listing
    missing: tuple[Missing, ...]
    outliers: tuple[Outlier, ...]

    def as_json(self) -> str:
        """Return the text of `quality.json`."""
        return self.model_dump_json(indent=2) + "\n"
