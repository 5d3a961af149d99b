"""What a web page says of itself beside its text: who published it, when, under which title and address.

JSON-LD is looked at first, then the page's meta tags, then its visible marks. A day is taken only
where the page calls it the day of publication; dates in the text or the address are not.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.text_parts import Fact

_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")
_METAS: dict[str, tuple[str, ...]] = {
    "published": (
        *(
            "article:published_time",
            "og:published_time",
            "datepublished",
            "publishdate",
            "pubdate",
            "publish-date",
        ),
        *("date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date"),
        *("sailthru.date", "cxenseparse:recs:publishtime", "publication_date", "citation_publication_date"),
    ),
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher"),
    "url": ("og:url", "twitter:url", "parsely-link"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
}
_DEEPEST = 12


def page_facts(tree: lxml.html.HtmlElement) -> dict[str, Fact]:
    """Return what a page says of itself, by name of the publication's field."""
    found: dict[str, Fact] = {}
    for name, value, source in (*_linked(tree), *_metas(tree), *_marks(tree)):
        words = " ".join(value.split())
        if name == "language":
            words = _language(words)
        if words and name not in found and (name != "url" or re.match(r"https?://\S+$", words)):
            found[name] = Fact(value=words, source=source)
    return found


def _language(written: str) -> str:
    code = written.replace("_", "-").split(",")[0].strip().lower()
    return code.partition("-")[0] if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", code) else ""


def _linked(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield what the page's JSON-LD says of the article."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            parsed = json.loads((script.text or "").strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for one in _objects(parsed, 0):
            kinds = one.get("@type", "")
            names = list(kinds) if is_list(kinds) else [kinds]
            if any(_ARTICLES.search(str(name)) for name in names):
                yield from _of_article(one)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401  whatever the page holds
    if depth > _DEEPEST:
        return
    if is_mapping(value):
        yield dict(value)
        yield from (
            found for key in ("@graph", "mainEntity") for found in _objects(value.get(key), depth + 1)
        )
    elif is_list(value):
        yield from (found for one in value for found in _objects(one, depth + 1))


def _of_article(one: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, key in (
        ("published", "datePublished"),
        ("title", "headline"),
        ("outlet", "publisher"),
        ("url", "url"),
        ("url", "mainEntityOfPage"),
        ("language", "inLanguage"),
    ):
        value = _plain(one.get(key))
        if value:
            yield name, value, f"JSON-LD {key}"


def _plain(value: Any) -> str:  # noqa: ANN401  whatever the page holds
    if is_list(value):
        return _plain(value[0]) if value else ""
    if is_mapping(value):
        return _plain(value.get("name") or value.get("@id"))
    return value if isinstance(value, str) else ""


def _metas(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    said: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        content = (meta.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            said.setdefault((meta.get(key) or "").strip().casefold(), content)
    for name, keys in _METAS.items():
        yield from ((name, said[key], key) for key in keys if said.get(key))


def _marks(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield what the page's visible marks and links say."""
    for link in tree.iterfind('.//link[@rel="canonical"]'):
        yield "url", link.get("href") or "", 'link rel="canonical"'
    for time in tree.iterfind(".//time[@datetime]"):
        published = time.get("pubdate") is not None or time.get("itemprop") == "datePublished"
        if published or "publish" in (time.get("class") or ""):
            yield "published", time.get("datetime") or "", "the <time> of publication"
    times = {time.get("datetime") or "" for time in tree.iterfind(".//article//time[@datetime]")}
    if len(times) == 1:
        yield "published", times.pop(), "the only <time> of the article"
    headings = [one for one in (heading.text_content() for heading in tree.iterfind(".//h1")) if one.strip()]
    if len(headings) == 1:
        yield "title", headings[0], "the page's heading"
    for title in tree.iterfind(".//title"):
        yield "title", title.text or "", "the page's <title>"
    yield "language", tree.get("lang") or tree.get("xml:lang") or "", "html lang"
