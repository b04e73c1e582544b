"""What counting and searching cost in one process, without rendering: printed as JSON, in milliseconds."""

import json
import os
import time
from datetime import date
from statistics import median
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.http import QueryDict  # noqa: E402 - once Django is ready
from django.test import RequestFactory  # noqa: E402

from agreements.finding.facets import facets  # noqa: E402
from agreements.finding.filters import SituationFilter  # noqa: E402
from agreements.finding.index import index_of  # noqa: E402
from agreements.finding.ranked import Ranked  # noqa: E402
from portal.edition import store  # noqa: E402
from portal.edition.reader import reading  # noqa: E402
from portal.web.addresses import Address  # noqa: E402
from portal.web.as_of import today  # noqa: E402
from portal.web.declarations import Given, Parameters  # noqa: E402

ASKED = {
    "un filtre, dix facettes": {"type": "avenant", "extension": "etendu"},
    "un mot, dix facettes": {"q": "salaires"},
    "deux mots, dix facettes": {"q": "prévoyance collectif"},
}
ROUNDS = 9


def main() -> None:
    edition = store.current()
    with reading(edition):
        start = time.perf_counter()
        index = index_of(edition)
        index.on(today())
        told = {"ouverture de l’index et jour présent": elapsed(start)}
        start = time.perf_counter()
        index.on(date(2020, 10, 27))
        told["une date passée, la première fois"] = elapsed(start)
        for name, asked in ASKED.items():
            index.words.clear()
            told[f"{name}, la première fois"] = once(asked, index)
            told[name] = median(once(asked, index) for _ in range(ROUNDS))
    print(json.dumps(told, ensure_ascii=False))


def once(asked: dict, index) -> float:
    query = urlencode({"perimetre": "tout", **asked})
    request = RequestFactory().get(f"/accords/?{query}")
    request.GET = Given(Parameters(SituationFilter), request.GET)
    start = time.perf_counter()
    filterset = SituationFilter(QueryDict(query), Ranked.known(index, today()))
    assert not filterset.refusals
    list(filterset.qs[0:50])
    facets(filterset, Address(request))
    return elapsed(start)


def elapsed(start: float) -> float:
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
