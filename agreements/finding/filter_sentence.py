"""A whole filter said in one French sentence: the title of the list, of its exports, of its feeds."""

from collections.abc import Iterator

from agreements.compiled.dimensions import DIMENSIONS
from agreements.finding.filters import Scope, SituationFilter
from portal.french.writing import date_fr

IN_ORDER = sorted(DIMENSIONS, key=lambda dimension: dimension.said)


def sentence(filterset: SituationFilter) -> str:
    """« Textes de la convention CCN 66, agréés, signés ou rejoints par CFDT santé-sociaux »."""
    parts = list(clauses(filterset))
    everywhere = filterset.chosen.get("perimetre") == Scope.TOUT
    if everywhere:
        return f"Textes de toutes les conventions{''.join(f', {part}' for part in parts)}"
    return f"Textes {', '.join(parts)}" if parts else "Les accords du secteur"


def clauses(filterset: SituationFilter) -> Iterator[str]:
    chosen, labels = filterset.chosen, filterset.index.labels
    for dimension in IN_ORDER:
        if values := chosen.get(dimension.name):
            yield dimension.clause(values, [labels[dimension.name][value] for value in values])
    yield from date_clauses(chosen)
    if "q" in chosen:
        yield f"répondant à « {chosen['q']} »"


def date_clauses(chosen: dict) -> Iterator[str]:
    first, last = chosen.get("signe_apres"), chosen.get("signe_avant")
    if first and last:
        yield f"datés du {date_fr(first)} au {date_fr(last)}"
    elif first:
        yield f"datés à partir du {date_fr(first)}"
    elif last:
        yield f"datés jusqu’au {date_fr(last)}"
