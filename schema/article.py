"""Articles: the bytes as received, the texts derived from them, and where they appeared.

An article is identified by the hash of its bytes, so the same wire story printed twice is
one article with two publications. A text version is frozen: evidence counts characters in it.
"""

import re
from datetime import date
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator

from eventbook.schema.canonical import sha256
from eventbook.schema.text import plain_name, slug
from eventbook.schema.text_parts import Marks

ID_DIGITS = 16
"""Hex digits of the SHA-256 that name an article; the whole hash is stored beside them."""


@cache
def _zones() -> frozenset[str]:
    """Return the names of all time zones; Python walks the system's folders of them each time it is asked."""
    return frozenset(available_timezones())


_HOST = re.compile(r"(?!www\.)[a-z0-9\u00a1-\uffff-]+(?:\.[a-z0-9\u00a1-\uffff-]+)+")


class Outlet(BaseModel):
    """Who publishes. `scale` is one of the codebook's; a confidential outlet is never named in a release.

    `hosts` are the web hosts of its articles, without `www.`, by which an article's address tells its outlet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(min_length=1, max_length=200)
    scale: str
    country: str = ""
    time_zone: str = "UTC"
    confidential: bool = False
    hosts: tuple[str, ...] = ()

    @field_validator("name")
    @classmethod
    def _readable_name(cls, name: str) -> str:
        name = plain_name(name)
        if not slug(name):
            message = f"'{name}' has no letter or digit to make an id of"
            raise ValueError(message)
        return name

    @field_validator("hosts")
    @classmethod
    def _web_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not _HOST.fullmatch(host):
                message = f"'{host}' is not a web host; write it such as example.org"
                raise ValueError(message)
        return tuple(sorted(set(hosts)))

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in _zones():
            message = f"'{zone}' is not a time zone; write a name such as Africa/Kampala"
            raise ValueError(message)
        return zone

    @property
    def id(self) -> str:
        """The outlet's id, from its name."""
        return slug(self.name)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its "Tuesday" is a Tuesday."""
        return ZoneInfo(self.time_zone)


class Publication(BaseModel):
    """One appearance of an article. `origin` is the agency it credits; `published` the outlet's local day."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    outlet: str
    published: date | None = None
    title: str = Field(default="", max_length=1000)
    url: str = Field(default="", max_length=2000)
    language: str = Field(default="", max_length=35)
    origin: str = Field(default="", max_length=200)

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            message = f"'{url}' is not a web address; write it with https://, or leave it out"
            raise ValueError(message)
        return url


class TextVersion(BaseModel):
    """A text derived from the bytes by a named extractor; `n` counts from 1 and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    n: int = Field(ge=1)
    extractor: str
    text: str
    marks: Marks = Marks()


class Medium(StrEnum):
    """What the bytes are."""

    PLAIN = "text/plain"
    HTML = "text/html"
    PDF = "application/pdf"
    MAIL = "message/rfc822"


class Resemblance(BaseModel):
    """Another article that is nearly alike, and why the two are not one: `numbers differ: 3 / 5`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    article: str
    why: str


class Article(BaseModel):
    """One text: its hash, its frozen text versions and its publications, in order of arrival.

    `copies` are the ids of texts that were folded into it: near copies whose publications are its own,
    and whose bytes and text are kept under their ids.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    medium: Medium = Medium.PLAIN
    versions: tuple[TextVersion, ...]
    publications: tuple[Publication, ...]
    confidential: bool = False
    copies: tuple[str, ...] = ()
    resembles: tuple[Resemblance, ...] = ()

    @property
    def id(self) -> str:
        """The short name of the article: the first digits of its hash."""
        return self.sha256[:ID_DIGITS]

    @property
    def latest(self) -> TextVersion:
        """The newest text version."""
        return self.versions[-1]

    @property
    def published(self) -> date | None:
        """The earliest known publication day."""
        days = [publication.published for publication in self.publications if publication.published]
        return min(days, default=None)

    @property
    def title(self) -> str:
        """The first title it was published under."""
        return next((publication.title for publication in self.publications if publication.title), "")


def article_id(content: bytes) -> str:
    """Return the id that an article with these bytes has."""
    return sha256(content)[:ID_DIGITS]
