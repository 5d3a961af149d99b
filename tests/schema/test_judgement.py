from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from eventbook.schema.judgement import Judgement, Override, Verdict

NOON = datetime(2021, 11, 18, 12, tzinfo=UTC)


@given(st.text(), st.text())
def test_a_judgement_is_on_a_pair_whatever_its_order(one: str, other: str) -> None:
    there = Judgement(one=one, other=other, verdict=Verdict.SAME, by="x", at=NOON)
    back = Judgement(one=other, other=one, verdict=Verdict.SAME, by="x", at=NOON)
    assert there.pair == back.pair == tuple(sorted((one, other)))


def test_an_override_has_a_reason() -> None:
    with pytest.raises(ValidationError):
        Override(event="UGA1", field="notes", value="x", reason="", by="x", at=NOON)
