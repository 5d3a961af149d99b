"""Who published the articles of MUC-4: their datelines name a place, a day and a service.

The articles were taken down and translated by one monitoring service from news agencies, radio,
television and newspapers; those it took them from are the outlets. The scale of each is stated
here: agencies by name, clandestine stations by their dateline, all others as national.
"""

from eventbook.coders.muc4.dates import read_day
from eventbook.coders.muc4.files import MucArticle
from eventbook.coders.muc4.fills import FillError
from eventbook.schema.article import Outlet, Publication

UNNAMED = "Source not named (MUC-4)"
"""The outlet of articles whose datelines name no service."""

_INTERNATIONAL = frozenset(
    {
        "EFE", "AFP", "DPA", "REUTER", "UPI", "AP", "ANSA", "TASS", "TELAM-ANSA", "XINHUA", "KYODO", "IPS",
        "PRENSA LATINA", "MOSCOW TASS", "BEIJING XINHUA", "INTERNATIONAL SERVICE", "RADIO PEACE AND PROGRESS",
    }
)  # fmt: skip
_REGIONAL = frozenset({"ACAN-EFE", "ACAN", "NOTIMEX", "CANA", "LATIN-REUTER"})
_GENERIC = frozenset({"DOMESTIC SERVICE", "DOMESTIC SPANISH", "INTERNATIONAL SERVICE", "NA"})
"""Services that are called alike in many capitals; the dateline's place tells them apart."""


def outlet_of(article: MucArticle) -> Outlet:
    """Return the outlet that an article's dateline names."""
    name = " ".join((article.dateline_source or "").replace(" - ", "-").split())
    place = " ".join((article.dateline_place or "").split())
    if not name:
        return Outlet(name=UNNAMED, scale="Other")
    scale = "National"
    if name in _INTERNATIONAL:
        scale = "International"
    elif name in _REGIONAL:
        scale = "Regional"
    elif name == "FBIS":
        scale = "Other"
    elif place.startswith("CLANDESTINE"):
        scale = "Clandestine"
    if name in _GENERIC and place:
        name = f"{name} ({place.partition(' (')[0]})"
    return Outlet(name=name, scale=scale)


def publication_of(article: MucArticle) -> Publication:
    """Return an article's appearance: its outlet, the dateline's day where it has one, its id as the title."""
    published = None
    try:
        published = read_day(article.dateline_date or "")
    except FillError:
        published = None  # "NO DATE", or a day without its year
    return Publication(
        outlet=outlet_of(article).name, published=published, title=article.docid, language="en"
    )
