"""Reading and writing CSV."""

from collections.abc import Mapping, Sequence
from typing import Literal, Self

from pyarrow import DataType, RecordBatch, Schema, Sink, Source, Table

class ReadOptions:
    def __init__(
        self,
        *,
        use_threads: bool | None = None,
        block_size: int | None = None,
        skip_rows: int | None = None,
        column_names: Sequence[str] | None = None,
        autogenerate_column_names: bool | None = None,
        encoding: str = "utf8",
    ) -> None: ...

class ParseOptions:
    def __init__(
        self,
        *,
        delimiter: str | None = None,
        quote_char: str | Literal[False] | None = None,
        double_quote: bool | None = None,
        escape_char: str | Literal[False] | None = None,
        newlines_in_values: bool | None = None,
        ignore_empty_lines: bool | None = None,
    ) -> None: ...

class ConvertOptions:
    def __init__(
        self,
        *,
        check_utf8: bool | None = None,
        column_types: Schema | Mapping[str, DataType] | None = None,
        null_values: Sequence[str] | None = None,
        true_values: Sequence[str] | None = None,
        false_values: Sequence[str] | None = None,
        strings_can_be_null: bool | None = None,
        quoted_strings_can_be_null: bool | None = None,
        include_columns: Sequence[str] | None = None,
        include_missing_columns: bool | None = None,
    ) -> None: ...

class WriteOptions:
    def __init__(
        self,
        *,
        include_header: bool | None = None,
        batch_size: int | None = None,
        delimiter: str | None = None,
        quoting_style: Literal["needed", "all_valid", "none"] | None = None,
    ) -> None: ...

class CSVWriter:
    def __init__(self, sink: Sink, schema: Schema, write_options: WriteOptions | None = None) -> None: ...
    def write(self, table_or_batch: Table | RecordBatch) -> None: ...
    def write_table(self, table: Table, max_chunksize: int | None = None) -> None: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...

def read_csv(
    input_file: Source,
    read_options: ReadOptions | None = None,
    parse_options: ParseOptions | None = None,
    convert_options: ConvertOptions | None = None,
) -> Table: ...
def write_csv(
    data: Table | RecordBatch, output_file: Sink, write_options: WriteOptions | None = None
) -> None: ...
