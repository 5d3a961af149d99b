"""Python's search for circular garbage, put off while a great deal is made that holds no circles.

A build makes millions of small objects and keeps most of them until it ends. The interpreter looks
through all of them again whenever their number has grown by a quarter.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def unsought() -> Generator[None]:
    """Leave circles of objects where they are until the block, or the function that this decorates, ends."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
