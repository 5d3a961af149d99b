"""Write the weights that ship with the program, learned on made-up reports (setting `full`).

    cd benchmarks && ../.venv/bin/python -m matching.ship > ../datasets/matching/weights.toml

Nothing of it was learned on real reports: it is where a small dataset starts from.
"""

import sys

from eventbook.datasets.matching.found import added
from eventbook.datasets.matching.learning import learn
from eventbook.datasets.matching.matching import compared
from eventbook.datasets.plan import Window
from matching.telling import SETTINGS, made

SEEDS, SIZE = (21, 22, 23), 100_000
HEAD = """\
# The shipped match weights: two natural logs of likelihood ratios for every level, the same incident
# against strangers and against look-alikes. They were learned without labels on made-up reports
# (benchmarks/matching/ship.py) and not on real ones; a dataset with enough pairs learns its own.
"""


def main() -> None:
    """Learn from all seeds together and print the file."""
    tables = [compared(made(SIZE, seed, SETTINGS["full"]).features, Window()).seen for seed in SEEDS]
    seen, number = added(tables)
    note = f"made-up reports: {len(SEEDS)} x {SIZE}, {number.sum()} candidate pairs"
    weights = learn(seen, number, len(SEEDS) * SIZE, note).model_copy(update={"version": "2026.11.1"})
    sys.stdout.write(HEAD + weights.as_toml())


if __name__ == "__main__":
    main()
