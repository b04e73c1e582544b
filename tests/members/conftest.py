"""The sector's facts, the published figures and the demonstration set, published once for these tests."""

import pytest

from portal.edition import store
from portal.edition.reader import reading
from tests.conftest import Installation


@pytest.fixture(scope="session")
def members_corpus(tmp_path_factory) -> Installation:
    """Nobody writes here."""
    made = Installation(tmp_path_factory.mktemp("members") / "var")
    made.var.mkdir()
    made.run("migrate", "--verbosity=0")
    for command in ("load_facts", "load_figures", "demonstration", "publish"):
        made.run(command)
    return made


@pytest.fixture
def site(members_corpus, settings, client):
    """A reader of the demonstration set."""
    settings.EDITIONS_DIR = members_corpus.editions
    return client


@pytest.fixture
def edition(members_corpus, settings):
    """The edition of the demonstration set, being read."""
    settings.EDITIONS_DIR = members_corpus.editions
    with reading(store.current()) as manifest:
        yield manifest
