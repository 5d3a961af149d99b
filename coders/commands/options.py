"""Options that several commands have, so that they are spelled and explained alike."""

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it for a program.")
OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write it; `-` is stdout. Never over a file that is there.",
)
