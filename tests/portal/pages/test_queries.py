"""How many questions a page asks of the edition: few, and as many for a hundred rows as for ten."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

#: Page: the most that it may ask. Ten for every page, fewer where fewer will do.
BUDGETS = {
    "/": 10,
    "/accords/": 4,
    "/accords.json": 7,
    "/accords/?q=prime": 10,
    "/accords/?convention=ccn-66&agrement=agree&signataire=cfdt": 4,
    "/accords/ccn-66-avenant-354/": 10,
    "/accords/ccn-66-avenant-354.json": 10,
    "/accords/ccn-66-avenant-362/": 10,
    "/accords/bass-accord-2019-02/": 10,
    "/accords/bass-accord-2020-09-09-formation/": 10,
    "/conventions/": 1,
    "/conventions.json": 1,
    "/conventions/ccn-66/": 5,
    "/organisations/": 1,
    "/organisations/cfdt/": 6,
    "/organisations/axess/": 6,
    "/organisations/cfdt.json": 4,
    "/actes/": 1,
    "/actes.json?issue=refuse": 1,
    "/actes/arrete-2003-10-23/": 4,
    "/actes/arrete-2003-10-23.json": 4,
    "/suivi/": 8,
    "/suivi.json": 10,
    "/suivi/signatures/": 6,
    "/suivi/anomalies/": 6,
    "/suivi/anomalies/?genre=sans-signataire": 6,
    "/changements/": 10,
    "/changements/?du=1990-01-01&au=2026-01-01": 10,
    "/changements/editions/": 4,
    "/mesures/": 2,
    "/mesures.json": 2,
    "/mesures/ccn-66/": 2,
    "/mesures/ccn-66.json": 2,
    "/sources/deductions/": 5,
    "/sources/deductions.json": 5,
    "/glossaire/": 1,
    "/editions/": 1,
    "/healthz": 2,
    "/pret": 0,
}


def asked(reader, address) -> list[str]:
    """What a page asks, once the edition is open and what does not depend on the day is read."""
    reader.get(address)
    with CaptureQueriesContext(connections["edition"]) as asked:
        assert reader.get(address).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("page", BUDGETS)
def test_a_page_asks_few_questions(reader, page):
    queries = asked(reader, page)
    assert len(queries) <= BUDGETS[page], "\n".join(queries)


@pytest.mark.parametrize("page", ["/accords/?perimetre=tout", "/accords.json?perimetre=tout"])
def test_rows_cost_no_more_questions(reader, page):
    assert (
        len(asked(reader, f"{page}&par_page=100&page=2"))
        <= len(asked(reader, f"{page}&par_page=10&page=19")) + 1
    )


def test_an_organisation_of_many_texts_asks_no_more(reader):
    many, few = asked(reader, "/organisations/cfdt/"), asked(reader, "/organisations/uspo/")
    assert len(many) <= len(few) + 2


def test_templates_ask_nothing_twice(reader):
    for page in ("/accords/?perimetre=tout&par_page=100", "/accords.json?par_page=100", "/conventions/"):
        queries = asked(reader, page)
        assert not [query for query in set(queries) if queries.count(query) > 1], page
