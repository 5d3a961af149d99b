"""What a dataset says of itself: who makes it, under which licence, where it lives.

A team writes this once, in the settings of its workspace; every description of a release that
other people's tools read (data package, citation, catalogue record) is made from it.
"""

from pydantic import BaseModel, ConfigDict, Field, field_validator

from eventbook.schema.text import plain_name

LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
"""Licences that data are commonly published under, by SPDX identifier, with where their text stands."""


class About(BaseModel):
    """What a dataset says of itself. `licence` is an SPDX identifier of `LICENCES`, blank while undecided."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=5000)
    publisher: str = Field(default="", max_length=200)
    creators: tuple[str, ...] = ()
    licence: str = ""
    homepage: str = Field(default="", max_length=2000)
    contact: str = Field(default="", max_length=200)
    doi: str = Field(default="", pattern=r"^(10\.\d{4,9}/\S+)?$")
    keywords: tuple[str, ...] = ()

    @field_validator("title", "publisher", "contact")
    @classmethod
    def _tidy(cls, text: str) -> str:
        return plain_name(text)

    @field_validator("creators", "keywords")
    @classmethod
    def _tidy_each(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, map(plain_name, texts)))

    @field_validator("homepage")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            message = f"'{url}' is not a web address; write it with https://"
            raise ValueError(message)
        return url

    @field_validator("licence")
    @classmethod
    def _known_licence(cls, licence: str) -> str:
        if licence and licence not in LICENCES:
            message = f"'{licence}' is not one of {', '.join(LICENCES)}; leave it blank while undecided"
            raise ValueError(message)
        return licence

    @property
    def licence_url(self) -> str:
        """Where the text of the licence stands."""
        return LICENCES.get(self.licence, "")
