"""The sector's facts, the published figures and the demonstration set, as the tests of members read them."""

import pytest

from portal.edition import store
from portal.edition.reader import reading
from tests.installations import Installation


@pytest.fixture(scope="session")
def members_corpus(corpus) -> Installation:
    """Nobody writes here."""
    return corpus


@pytest.fixture
def site(reader):
    """A reader of the demonstration set."""
    return reader


@pytest.fixture
def edition(members_corpus, settings):
    """The edition of the demonstration set, being read."""
    settings.EDITIONS_DIR = members_corpus.editions
    with reading(store.current()) as manifest:
        yield manifest
