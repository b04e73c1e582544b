"""What is left to do: counted on the home, a click from the texts; nothing is counted that is not listed."""

from datetime import date

import pytest

from tests.builders import agreement, convention, divergence, event, signature

pytestmark = pytest.mark.slow


@pytest.fixture
def texts(db):
    """A text signed of which nothing more is known, one that is agreed, one out of the sector."""
    convention("ccn-66", in_sector=True)
    convention("idcc-0016", in_sector=False)
    unknown = agreement("a-1", dated=date(2020, 1, 1))
    signature(unknown, "nexem", on=date(2020, 1, 1))
    signature(unknown, "cfdt", on=date(2020, 1, 1))
    event(agreement("a-2"), "agree", jo=date(2020, 10, 29))
    agreement("a-3", conventions=["idcc-0016"], dated=None)
    divergence(unknown)


def test_each_count_is_that_of_its_list(editor, texts):
    works = editor.get("/admin/").context["works"]
    assert works
    for work in works:
        listed = editor.get(work.address).context["cl"].result_count
        assert listed == work.count, work.label


def test_only_the_sector_is_counted(editor, texts):
    counts = {work.label: work.count for work in editor.get("/admin/").context["works"]}
    assert "sans date du texte" not in counts
    assert counts["signé, agrément inconnu"] == 1
    assert counts["divergence entre sources"] == 1


def test_a_state_that_does_not_exist_lists_all(editor, texts):
    found = editor.get("/admin/agreements/agreement/?etat=inconnue")
    assert found.context["cl"].result_count == 3
