from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

class MinHash:
    hashvalues: NDArray[np.uint32]
    permutations: NDArray[np.uint32]
    def __init__(
        self, num_perm: int = ..., *, seed: int = ..., permutations: object = ..., scheme: str | None = ...
    ) -> None: ...
    def update_batch(self, b: Iterable[bytes]) -> None: ...
