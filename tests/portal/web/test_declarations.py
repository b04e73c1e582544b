"""What a page declares to read is what it reads, what its answer is kept under, and what its links carry."""

import asyncio

import pytest
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import get_resolver

from agreements.finding.filters import SituationFilter
from agreements.pages import changes
from agreements.pages.changes import PeriodForm
from portal.edition import store
from portal.edition.reader import reading
from portal.web.addresses import Address
from portal.web.cache import cached
from portal.web.declarations import (
    Given,
    Parameters,
    UndeclaredParameter,
    check_declarations,
    parameters_of,
    routes,
)
from portal.web.parameters import PageNumber, Paging, Searched, read, reads
from tests.conftest import TODAY
from tests.portal.web.parameter_table import table

#: An address of each route that names one thing.
NAMED = {
    "/accords/": "ccn-66-avenant-354",
    "/actes/": "arrete-2003-10-23",
    "/conventions/": "ccn-66",
    "/mesures/": "ccn-66",
    "/organisations/": "cfdt",
    "/adherents/": "demo-1",
}
#: An article that no fact of the sector has: its address is declared, and leads nowhere.
VERSION = "KALIARTI000000000001"


def addresses() -> list[tuple[str, Parameters]]:
    """Every address of the site, with what it declares."""
    found = []
    for route, view in routes(get_resolver("portal.urls").url_patterns):
        head, _, _ = route.partition("<slug:slug>")
        address = route.replace("<slug:slug>", NAMED.get(head, "")).replace("<slug:kaliarti>", VERSION)
        found.append((address, view.parameters))
    return found


ADDRESSES = [address for address, _ in addresses()]


def request_for(address: str, parameters: Parameters):
    request = RequestFactory().get(address)
    request.GET = Given(parameters, request.GET)
    return request


# -- The key -----------------------------------------------------------------------------------------------


def test_every_view_declares_what_it_reads():
    check_declarations()
    assert len(addresses()) > 50


@pytest.mark.parametrize(("address", "parameters"), addresses(), ids=ADDRESSES)
def test_two_values_of_a_declared_parameter_are_two_keys_and_any_other_is_none(address, parameters):
    assert parameters_of(address) is parameters
    empty = parameters.key("")
    for name in parameters.names:
        keys = {
            empty,
            parameters.key(f"{name}=un"),
            parameters.key(f"{name}=deux"),
            parameters.key(f"{name}="),
        }
        assert len(keys) == 4, name
    assert parameters.key("utm_source=un&fbclid=deux&gclid=trois&mtm_campaign=quatre") == empty
    assert empty != parameters.key("inconnu=un") == parameters.key("inconnu=deux&utm_source=trois")


# -- What a page reads -------------------------------------------------------------------------------------


class One(forms.Form):
    un = forms.CharField(required=False)


def test_to_read_what_is_not_declared_is_a_fault():
    given = Given(Parameters(One), QueryDict("un=1&deux=2"))
    assert (given["un"], given.get("un"), given.getlist("un"), "un" in given) == ("1", "1", ["1"], True)
    for reading_it in (given.get, given.getlist, given.__getitem__, given.__contains__):
        with pytest.raises(UndeclaredParameter):
            reading_it("deux")


def test_a_form_that_is_not_declared_reads_nothing():
    request = request_for("/?page=3", Parameters(One))
    assert read(request, PageNumber).data == {}


@pytest.fixture
def periods(reader):
    """What the page of changes shows of two periods, and under which keys, with one declaration."""

    def ask(*kinds):
        view = reads(*kinds)(changes.changes.__wrapped__)
        shown, keys = set(), set()
        for query in ("du=2019-01-01&au=2019-06-30", "du=2020-01-01&au=2020-12-31"):
            request = RequestFactory().get(f"/changements/?{query}")
            request.day = request.today = TODAY
            request.edition = store.current()
            with reading(request.edition):
                shown.add(view(request).content)
            keys.add(view.parameters.key(query))
        return len(shown), len(keys)

    return ask


def test_without_its_declaration_a_parameter_is_neither_in_the_key_nor_on_the_page(periods):
    """Two periods share an answer only where the page cannot tell them apart."""
    assert periods(SituationFilter, PeriodForm, PageNumber) == (2, 2)
    assert periods(SituationFilter, PageNumber) == (1, 1)


#: Two values of each parameter, and which pages they are asked of beside those that filter.
VALUES = {
    "date": ("2014-06-30", "2020-10-27"), "page": ("1", "2"), "par_page": ("5", "7"), "densite": ("aeree", "compacte"),
    "du": ("2019-01-01", "2020-01-01"), "au": ("2020-06-30", "2021-06-30"), "genre": ("sans-signataire", "sans-date"),
    "ordre": ("numero", "echeance"), "tri": ("ancien", "numero"), "perimetre": ("secteur", "tout"),
    "q": ("salaires", "formation"), "cherche": ("salaires", "formation"), "type": ("accord", "avenant"),
    "region": ("bretagne", "occitanie"), "effectif": ("3", "300"), "taille": ("moins-de-50", "50-a-150"),
}  # fmt: skip
PAGES = (
    "/", "/accords/", "/accords.json", "/accords.csv", "/accords.atom", "/accords/ccn-66-avenant-354/", "/conventions/",
    "/organisations/cfdt/", "/suivi/", "/suivi/anomalies/", "/suivi/signatures/", "/changements/", "/changements.atom",
    "/adherents/", "/adherents.json", "/applicable/", "/sources/", "/glossaire/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_what_is_kept_is_what_the_page_answers(reader, page):
    """Value after value of what it declares, behind one cache that keeps all that it can."""
    direct = None  # what the page answers to the present address

    async def application(scope, receive, send):
        headers = [(name.encode(), value.encode()) for name, value in direct.items()]
        await send({"type": "http.response.start", "status": direct.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": direct.content})

    behind, scope = cached(application), {"type": "http", "method": "GET", "path": page, "headers": []}
    pairs = [(name, value) for name in parameters_of(page).names for value in VALUES.get(name, ())]
    for name, value in [("", ""), *pairs, *pairs]:
        sent = []

        async def send(message, sent=sent):
            sent.append(message)

        direct = reader.get(f"{page}?{name}={value}")
        asyncio.run(behind({**scope, "query_string": f"{name}={value}".encode()}, None, send))
        assert (sent[0]["status"], sent[1]["body"]) == (direct.status_code, direct.content), (name, value)


# -- Refusals and links ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "parameters"), addresses(), ids=ADDRESSES)
def test_a_parameter_of_one_value_is_refused_two(reader, address, parameters):
    for name in parameters.names:
        assert (name in parameters.several) == (
            parameters.repeated(QueryDict(f"{name}=un&{name}=deux")) == []
        )
    if name := next((name for name in parameters.fields if name not in parameters.several), None):
        refused = reader.get(f"{address}?{name}=un&{name}=deux")
        assert refused.status_code == 400
        assert "une seule valeur est attendue" in refused.content.decode()


def test_links_carry_what_is_declared_in_its_order_and_each_value_once():
    query = "page=2&x=1&type=accord&cherche=z&q=a+b&type=avenant&type=accord&tri=&date=2020-10-27"
    address = Address(request_for(f"/accords/?{query}", Parameters(Searched, SituationFilter, Paging)))
    assert address.canonical == "/accords/?q=a+b&type=accord&type=avenant&page=2&date=2020-10-27"


def test_a_feed_names_itself_by_its_canonical_address(reader):
    feed = reader.get("/accords.atom?x=1&type=accord&q=salaires").content.decode()
    assert '"http://127.0.0.1:8000/accords.atom?q=salaires&amp;type=accord" rel="self"' in feed


def test_the_documentation_is_what_is_declared():
    written = (settings.BASE_DIR / "docs" / "parametres.md").read_text(encoding="utf-8")
    assert written == table(), ".venv/bin/python -m tests.portal.web.parameter_table"
