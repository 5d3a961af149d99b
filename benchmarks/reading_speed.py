"""Reading one article of 600 words after another: the start, the time of each, and the memory.

The articles are made of the samples' own sentences, drawn by a seed, so that no two are alike and answers that are
remembered help no more than they would in a day's work.

    .venv/bin/python benchmarks/reading_speed.py [--articles 200]
"""

import argparse
import random
import re
import resource
import statistics
import time
from datetime import date
from pathlib import Path

from eventbook.coders.places.world import World
from eventbook.coders.places.world_index import index_folder
from eventbook.coders.reading.actor_names import actor_names
from eventbook.coders.reading.place_names import PlaceNames
from eventbook.coders.reading.text_reading import Lists, read_text
from eventbook.coders.reading.told import Facts, Told
from eventbook.schema.codebook_file import default_codebook

WORDS = 600
SAMPLES = Path(__file__).parent.parent / "samples" / "articles"


def article(draw: random.Random, sentences: list[str]) -> str:
    """Return a text of so many words."""
    found: list[str] = []
    while sum(len(one.split()) for one in found) < WORDS:
        found.append(draw.choice(sentences))
    return " ".join(found)


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--articles", type=int, default=200)
    count: int = options.parse_args().articles
    english = [
        path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")) if path.name[:2] < "16"
    ]
    sentences = [one for text in english for one in re.split(r"(?<=[.!?])\s+", text) if one.isascii()]
    start = time.perf_counter()
    world = World(index_folder(None))
    lists = Lists(PlaceNames(world, {}, world.get), actor_names([], lambda _: None), default_codebook())
    draw = random.Random(5)
    read_text(Told(article(draw, sentences), Facts(date(2024, 5, 15), "USA", "en")), lists)
    began = time.perf_counter() - start
    took: list[float] = []
    busy = time.process_time()
    offered: list[int] = []
    for _ in range(count):
        text = article(draw, sentences)
        start = time.perf_counter()
        reading = read_text(Told(text, Facts(date(2024, 5, 15), "USA", "en")), lists)
        took.append((time.perf_counter() - start) * 1000)
        offered.append(len(reading.candidates))
    busy = (time.process_time() - busy) / count * 1000
    took.sort()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"start with the first article: {began:.2f} s; peak memory {peak:.0f} MB")
    late = took[int(count * 0.95)]
    print(
        f"{count} articles of {WORDS} words: median {statistics.median(took):.0f} ms, 95 % within {late:.0f} ms"
    )
    print(f"of the processor {busy:.0f} ms each, whatever else ran beside it")
    print(f"candidates an article: {statistics.mean(offered):.0f}")


if __name__ == "__main__":
    main()
