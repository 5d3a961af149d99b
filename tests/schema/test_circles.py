import gc

import pytest

from eventbook.schema.circles import unsought


def test_circles_are_sought_again_after_the_block_and_after_a_failure() -> None:
    @unsought()
    def fails() -> None:
        raise ValueError(gc.isenabled())

    with pytest.raises(ValueError, match="False"):
        fails()
    assert gc.isenabled()


def test_a_block_within_a_block_does_not_end_it() -> None:
    with unsought():
        with unsought():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_does_not_seek_anyway_is_left_so() -> None:
    gc.disable()
    try:
        with unsought():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
