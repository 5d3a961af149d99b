import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.building.public import (
    UNDISCLOSED,
    Quotable,
    is_confidential,
    publications,
    quotable,
    source_id,
)
from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.schema.article import Publication
from eventbook.schema.build_input import BuildInput, public_report
from eventbook.schema.codebook_parts import EvidencePolicy
from eventbook.schema.evidence import Quote

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

AT = datetime(2026, 11, 23, tzinfo=UTC)
SECRET = "Zanzibarquux"  # noqa: S105  no password, but what must not be printed


def decoded(folder: Path) -> str:
    """Return all that a release says, every file decoded: names, texts, packed texts, tables, their metadata."""
    parts: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        parts.append(path.name)
        content = path.read_bytes()
        if path.suffix == ".parquet":
            parts += [str(pq.read_table(path).to_pylist()), str(pq.read_metadata(path).metadata)]
        elif path.suffix == ".gz":
            parts.append(gzip.decompress(content).decode())
        else:
            parts.append(content.decode())
        parts.append(content.decode("latin-1"))
    return "\n".join(parts)


def release(given: BuildInput, folder: Path) -> Path:
    made = make_release(given, folder, AT, Policy.CAUTIOUS, again=True)
    assert made.folder
    return made.folder


def secret(world: "World", key: str, *, by_article: bool, **changes: Any) -> "Coded":  # noqa: ANN401  any field of a form
    """Make a report of a confidential article whose every word would give it away."""
    text = (
        f"{SECRET} {key}: On that day gunmen fought soldiers in the town; people were killed. " + SECRET * 90
    )
    article = world.article(
        key,
        text=text,
        outlet="Herald" if by_article else "Secret Friends",
        title=f"{SECRET} title",
        url=f"https://example.org/{SECRET}",
        origin=f"{SECRET} agency",
        confidential=by_article,
    )
    return world.coded(key, article, notes="Rebels fought soldiers.", **changes)


@pytest.mark.parametrize("by_article", [True, False])
def test_nothing_of_a_confidential_article_is_anywhere_in_a_release(
    world: "World", tmp_path: Path, *, by_article: bool
) -> None:
    hidden = secret(world, "r-secret", by_article=by_article)
    coded = [hidden, world.coded("r2"), secret(world, "r-other", by_article=by_article, when="2021-12-01")]
    everything = decoded(release(world.given(coded), tmp_path))
    for word in (
        SECRET,
        hidden.article.sha256,
        hidden.article.id,
        "Secret Friends",
        "secret-friends",
        "r-secret",
    ):
        assert word not in everything, word
    assert UNDISCLOSED in everything


def test_whose_word_it_is_and_why_it_is_doubted_are_not_told_of_a_confidential_article(
    world: "World", tmp_path: Path
) -> None:
    said: dict[str, Any] = {
        "side1": {"actor": "karo", "certainty": "suspected", "by": f"{SECRET} Moussa"},
        "doubts": [{"field": "side1", "reason": f"{SECRET} was afraid", "alternative": f"{SECRET} again"}],
    }
    hidden = secret(world, "r1", by_article=True, **said)
    assert SECRET not in decoded(release(world.given([hidden]), tmp_path / "hidden"))
    shown = world.coded("r2", **said)
    assert SECRET in decoded(release(world.given([shown]), tmp_path / "shown"))


def test_a_quote_of_a_confidential_article_stays_out_when_its_report_is_left_out_too(
    world: "World", tmp_path: Path
) -> None:
    coded = secret(world, "r1", by_article=True)
    quote = Quote(exact=f"counts[0] [{SECRET}] and more")
    broken = coded.report.form.model_copy(
        update={"evidence": {**coded.report.form.evidence, "when": (quote,)}}
    )
    coded = coded._replace(report=replace(coded.report, form=broken))
    folder = release(world.given([coded, world.coded("r2")]), tmp_path)
    assert SECRET not in decoded(folder)
    assert "quote-not-found" in (folder / "manifest.json").read_text()


def test_no_coders_name_is_anywhere_in_a_release_of_the_samples(
    releases: Path, samples: Callable[[int], BuildInput]
) -> None:
    for version in ("2026.11.0", "2026.11.1"):
        everything = decoded(releases / version)
        for coder in {report.coder for report in samples(2).reports}:
            assert coder not in everything
        assert not [one.id for one in samples(2).reports if one.id in everything]


def test_no_text_of_an_article_is_in_a_release(releases: Path, samples: Callable[[int], BuildInput]) -> None:
    everything = re.sub(r"\s+", " ", decoded(releases / "2026.11.1"))
    for article in samples(2).articles:
        words = " ".join(article.latest.text.split())
        pieces = [words[start : start + 320] for start in range(0, max(1, len(words) - 320), 100)]
        assert not [piece for piece in pieces if piece in everything]


def test_quotes_are_at_most_300_characters_and_a_fifth_of_an_article(
    releases: Path, samples: Callable[[int], BuildInput]
) -> None:
    texts = {article.id: article.latest.text for article in samples(2).articles}
    used: dict[str, set[int]] = {}
    for row in pq.read_table(releases / "2026.11.1" / "provenance.parquet").to_pylist():
        if row["quote"] is None:
            assert row["start"] is row["end"] is None
            continue
        article = row["source_id"].split("-")[0]
        assert len(row["quote"]) <= 300
        assert texts[article][row["start"] : row["end"]] == row["quote"]
        used.setdefault(article, set()).update(range(row["start"], row["end"]))
    assert used
    assert all(len(places) <= 0.2 * len(texts[article]) for article, places in used.items())


SPANS = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 500)), max_size=8)
POLICIES = st.builds(
    EvidencePolicy, max_quote=st.sampled_from([0, 50, 300]), max_share=st.sampled_from([0, 0.2, 1])
)


@settings(max_examples=60, deadline=None)
@given(spans=SPANS, policy=POLICIES)
def test_whatever_is_quoted_the_limits_hold(
    world: "World", spans: list[tuple[int, int]], policy: EvidencePolicy
) -> None:
    coded = world.coded("r1")
    text = coded.article.latest.text
    quotes = tuple(
        Quote(exact=text[start : start + size], start=start, end=min(len(text), start + size), text="a/1")
        for start, size in spans
    )
    form = coded.report.form.model_copy(update={"evidence": {"notes": quotes}, "counts": ()})
    found = quotable([replace(world.told(coded), form=form)], policy, {})
    places: set[int] = set()
    for quote in quotes:
        words, start, end = found.shown(quote, policy.max_quote)
        if words is not None:
            assert start is not None
            assert end is not None
            assert len(words) <= policy.max_quote
            assert text[start:end] == words
            places |= set(range(start, end))
    assert len(places) <= policy.max_share * len(text)
    assert found.withheld + len(found.allowed) == len({(one.start, one.end) for one in quotes})


def test_an_unanchored_quote_is_not_shown() -> None:
    assert Quotable(frozenset(), 0).shown(Quote(exact="words"), 300) == (None, None, None)


def test_a_report_has_one_public_name_that_does_not_say_its_own() -> None:
    assert public_report("kampala-amira-1") == public_report("kampala-amira-1")
    assert public_report("kampala-amira-1") != public_report("kampala-amira-2")
    assert re.fullmatch(r"r-[0-9a-f]{16}", public_report("kampala-amira-1"))


def test_a_confidential_outlet_stays_hidden_when_its_name_is_spelt_anew(world: "World") -> None:
    article = world.article("a", publications=(Publication(outlet="Secret-Friends"),))
    outlets = {name: outlet for outlet in world.outlets for name in (outlet.name, outlet.id)}
    assert is_confidential(article, outlets)


def test_an_outlet_that_nobody_knows_is_not_named(world: "World") -> None:
    assert is_confidential(world.article("a", publications=(Publication(outlet="Nobody"),)), {})


def test_one_confidential_outlet_makes_the_whole_article_confidential(world: "World") -> None:
    outlets = {outlet.name: outlet for outlet in world.outlets}
    both = (Publication(outlet="Wire"), Publication(outlet="Secret Friends"))
    assert is_confidential(world.article("a", publications=both), outlets)
    assert not is_confidential(world.article("a"), outlets)
    assert is_confidential(world.article("a", confidential=True), outlets)


def test_the_source_of_a_confidential_article_is_named_without_its_text(world: "World") -> None:
    one, other = (world.article("a", confidential=True), world.article("b", confidential=True))
    names = [source_id(x, publications(x)[0], first_report="r1", confidential=True) for x in (one, other)]
    assert names[0] == names[1]
    assert one.id not in names[0]


def test_publications_come_the_earliest_first_and_each_once(world: "World") -> None:
    old, new = (Publication(outlet="Wire", published=day) for day in ("2021-11-16", "2021-11-17"))  # type: ignore[arg-type]
    assert publications(world.article("a", publications=(new, old, new))) == (old, new)
    assert publications(world.article("a", publications=())) == (None,)


def test_the_words_behind_a_relation_and_a_shared_total_of_a_confidential_article_stay_out(
    world: "World", tmp_path: Path
) -> None:
    words = {"phrase": f"{SECRET} a: On that day"}
    total = {"what": "deaths", "count": 5, **words, "split_over": ["r-secret-1", "r-secret-2"]}
    link = {"kind": "retaliation", "to": "r-secret-1", "quote": words["phrase"]}
    one = secret(world, "a", by_article=False, counts=[total])
    first = one._replace(report=replace(one.report, id="r-secret-1", sheet="s"))
    two = secret(world, "a", by_article=False, counts=[total], when="2021-12-01", relations=[link])
    second = two._replace(report=replace(two.report, id="r-secret-2", sheet="s"))
    folder = release(world.given([first, second]), tmp_path)
    rows = pq.read_table(folder / "relations.parquet").to_pylist()
    assert [row["kind"] for row in rows] == ["retaliation", "shares a total with"]
    assert {row["quote"] for row in rows} == {None}
    everything = decoded(folder)
    for word in (SECRET, one.article.id, "Secret Friends", "r-secret"):
        assert word not in everything, word
