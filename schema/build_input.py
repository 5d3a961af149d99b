"""The build input: all that passes from coding to building a release, and nothing else.

Its digest is printed in the release: the same digest, version and time give the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from eventbook.schema.about import About
from eventbook.schema.article import Article, Outlet
from eventbook.schema.canonical import canonical, digest, sha256
from eventbook.schema.codebook import Codebook
from eventbook.schema.coding import NOTHING_SAID, Coding
from eventbook.schema.form import Form
from eventbook.schema.judgement import Judgement, Override
from eventbook.schema.redaction import Redaction
from eventbook.schema.where import Place
from eventbook.schema.who import Actor

UNSAID = About()
"""What a dataset says of itself before anybody has written anything."""


@dataclass(frozen=True)
class Report:
    """An accepted form or corroboration. `id` is the form's; `accepted_at` is when a reviewer accepted it.

    `coded` is the form before the build read it under another codebook version.
    """

    id: str
    revision: int
    sheet: str
    article: str
    coder: str
    codebook: str
    accepted_at: datetime
    form: Form
    alias: str = ""
    coded: Form | None = None

    @cached_property
    def content(self) -> str:
        """The hash of what the report says; when it changes, the report has changed.

        It is of the form as it was coded: reading it under a newer codebook corrects nobody.
        """
        return digest(self.coded or self.form)

    @property
    def public(self) -> str:
        """The name under which the report appears in releases: its alias, else a hash of its id."""
        return self.alias or public_report(self.id)


@lru_cache(maxsize=100_000)  # a report is named on every line of the provenance that rests on it
def public_report(report: str, secret: str = "") -> str:
    """Return a name for releases made of a report's id, which may hold a coder's name.

    With a secret nobody outside can find the id again by trying likely ones.
    """
    return f"r-{sha256(canonical([secret, report]))[:16]}"


@dataclass(frozen=True, slots=True)
class BuildInput:
    """Everything a build reads, in any order; article texts are needed for quote lengths only."""

    codebook: Codebook
    codebook_text: str
    reports: tuple[Report, ...]
    articles: tuple[Article, ...]
    outlets: tuple[Outlet, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    judgements: tuple[Judgement, ...] = ()
    overrides: tuple[Override, ...] = ()
    about: About = UNSAID
    coding: Coding = NOTHING_SAID
    redactions: tuple[Redaction, ...] = ()

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each part, whatever order its items came in."""
        reports: list[list[object]] = [
            [
                one.id,
                one.revision,
                one.sheet,
                one.article,
                one.coder,
                one.codebook,
                one.accepted_at,
                one.form,
                one.alias,
            ]
            for one in self.reports
        ]
        # Of a redaction only that there is one: the hash of a name could be found again by trying names.
        hidden = {"redactions": digest([one.number for one in self.redactions])} if self.redactions else {}
        return hidden | {
            "codebook": sha256(self.codebook_text),
            "reports": _unordered(reports),
            "articles": _unordered(
                [
                    [one.sha256, one.confidential, list(one.publications), one.versions[-1].text]
                    for one in self.articles
                ]
            ),
            "outlets": _unordered(self.outlets),
            "actors": _unordered(self.actors),
            "places": _unordered(self.places),
            "judgements": _unordered(self.judgements),
            "overrides": _unordered(self.overrides),
            "about": digest(self.about),
            "coding": digest(self.coding),
        }


def with_places(given: BuildInput, places: Iterable[Place]) -> BuildInput:
    """Return a build input that holds these places too."""
    return replace(given, places=tuple({one.id: one for one in (*given.places, *places)}.values()))


def _unordered(items: list[list[object]] | tuple[object, ...]) -> str:
    return digest(sorted(digest(item) for item in items))
