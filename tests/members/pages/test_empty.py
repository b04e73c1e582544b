"""Before any figure or association is recorded, the pages of members answer all the same."""

import pytest


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/adherents/", "/adherents.json", "/chiffres/", "/applicable/"])
def test_pages_answer_without_figures(published, path):
    assert published().get(path).status_code == 200
