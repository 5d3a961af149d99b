from eventbook.schema.codebook import Codebook
from eventbook.schema.form import BUILT_IN
from eventbook.schema.published import published_columns


def test_every_export_draws_on_published_columns(book: Codebook) -> None:
    names = {column.name for column in published_columns(book)}
    assert {column.source for export in book.export for column in export.columns} <= names


def test_a_columns_evidence_is_filed_under_a_part_of_the_form(book: Codebook) -> None:
    parts = {*BUILT_IN, "", "interaction", book.types.field, *book.fields_by_name}
    parts |= {f"counts.{count.name}" for count in book.count}
    assert {column.source for column in published_columns(book)} <= parts


def test_every_column_is_explained_in_words_of_its_own(book: Codebook) -> None:
    says = [column.says for column in published_columns(book)]
    assert all(says)
    assert all(
        text[0].isupper()
        or text.split(":")[0] in {"within", "person", "stated, claimed, suspected, disputed or denied"}
        for text in says
    )
