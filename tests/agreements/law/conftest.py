"""Every test of the law goes by the same measures."""

import pytest


@pytest.fixture(autouse=True)
def by_the_same_measures(measures):
    pass
