from math import exp

import pytest

from eventbook.datasets.plan import DOUBTFUL, Policy


@pytest.mark.parametrize(("policy", "sure"), [(Policy.CAUTIOUS, 0.986), (Policy.BEST_GUESS, 0.332)])
def test_a_policy_is_how_sure_the_weights_must_be_of_a_merge(policy: Policy, sure: float) -> None:
    assert 1 / (1 + exp(-policy.threshold)) == pytest.approx(sure, abs=1e-3)


def test_a_pair_is_put_to_a_person_from_five_per_cent_on() -> None:
    assert 1 / (1 + exp(-DOUBTFUL)) == pytest.approx(0.05)
