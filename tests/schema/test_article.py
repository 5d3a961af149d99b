from datetime import date

import pytest
from pydantic import ValidationError

from eventbook.schema.article import Article, Outlet, Publication, TextVersion, article_id


def test_an_article_is_named_by_the_hash_of_its_bytes(article: Article) -> None:
    content = article.versions[0].text.encode()
    assert article.id == article_id(content) == article.sha256[:16]


def test_an_article_was_published_on_its_earliest_known_day(article: Article) -> None:
    later = Publication(outlet="courier", published=date(2021, 11, 18), title="Later")
    undated = Publication(outlet="copy")
    many = article.model_copy(update={"publications": (undated, later, *article.publications)})
    assert many.published == date(2021, 11, 17)
    assert many.title == "Later"
    assert article.model_copy(update={"publications": (undated,)}).published is None
    assert article.model_copy(update={"publications": (undated,)}).title == ""


def test_the_latest_text_is_the_newest_version(article: Article) -> None:
    second = TextVersion(n=2, extractor="plain", text="anew")
    assert article.model_copy(update={"versions": (*article.versions, second)}).latest == second


def test_an_outlets_id_comes_from_its_name() -> None:
    assert Outlet(name="The Daily  Courier", scale="National").id == "the-daily-courier"


def test_an_outlet_has_a_time_zone_that_exists() -> None:
    assert Outlet(name="x", scale="National", time_zone="Africa/Kampala").zone.key == "Africa/Kampala"
    with pytest.raises(ValidationError, match="write a name such as Africa/Kampala"):
        Outlet(name="x", scale="National", time_zone="Kampala time")


def test_the_names_of_all_zones_are_read_from_the_system_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Outlet(name="x", scale="National")
    monkeypatch.setattr("eventbook.schema.article.available_timezones", pytest.fail)
    assert Outlet(name="y", scale="National", time_zone="Asia/Kolkata").zone.key == "Asia/Kolkata"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "www.example.org", " https://x"])
def test_an_address_is_a_web_address(url: str) -> None:
    with pytest.raises(ValidationError, match="is not a web address"):
        Publication(outlet="x", url=url)


def test_an_address_may_be_left_out() -> None:
    assert Publication(outlet="x").url == ""
    assert Publication(outlet="x", url="https://example.org/a").url == "https://example.org/a"
