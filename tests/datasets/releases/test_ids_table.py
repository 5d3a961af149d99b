from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.merging.identify import Identity, Member
from eventbook.datasets.releases.ids_table import identities_of, ids_table
from eventbook.schema.tables import IDS

WORD = st.text("abcUGA1 é", min_size=1, max_size=5)
MEMBERS = st.lists(st.builds(Member, WORD, WORD, st.integers(0, 9)), max_size=3).map(tuple)
IDENTITIES = st.lists(
    st.builds(
        Identity,
        WORD,
        st.integers(1, 99),
        WORD,
        WORD,
        WORD,
        MEMBERS,
        successor=WORD | st.just(""),
        split_from=WORD | st.just(""),
        last_changed=WORD | st.just(""),
        reason=WORD,
    ),
    max_size=4,
).map(tuple)


@settings(max_examples=50, deadline=None)
@given(IDENTITIES)
def test_the_id_history_as_a_table_and_back_is_the_id_history(identities: tuple[Identity, ...]) -> None:
    table = ids_table(identities)
    assert table.schema == IDS
    assert identities_of(table) == identities
