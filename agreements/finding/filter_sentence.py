"""A whole filter said in one French sentence: the title of the list, of its exports, of its feeds."""

from collections.abc import Iterator

from agreements.finding.filters import Scope, SituationFilter
from portal.french.writing import date_fr, listed

SIGNATURE = {
    "negociation": "en négociation",
    "ouvert": "ouverts à la signature",
    "signe": "signés",
    "repute-non-ecrit": "réputés non écrits",
    "inconnu": "de signature inconnue",
}
AGREMENT = {
    "sans-objet": "non soumis à l’agrément",
    "inconnu": "d’agrément inconnu",
    "en-cours": "en attente d’agrément",
    "avis-favorable": "ayant reçu un avis favorable à l’agrément",
    "avis-defavorable": "ayant reçu un avis défavorable à l’agrément",
    "agree": "agréés",
    "refuse": "refusés à l’agrément",
    "sans-suite": "dont l’agrément est classé sans suite",
    "annule": "dont l’agrément est annulé",
}
EXTENSION = {
    "sans-objet": "sans extension possible",
    "inconnu": "d’extension inconnue",
    "non-etendu": "non étendus",
    "en-cours": "en attente d’extension",
    "etendu": "étendus",
    "etendu-avec-reserves": "étendus avec réserves",
    "refuse": "refusés à l’extension",
}
EFFET = {
    "pas-encore": "pas encore en vigueur",
    "en-vigueur": "en vigueur",
    "plus-en-vigueur": "qui ne sont plus en vigueur",
    "sans-effet": "sans effet",
    "inconnu": "d’effet inconnu",
}
STATE_WORDS = {"signature": SIGNATURE, "agrement": AGREMENT, "extension": EXTENSION, "effet": EFFET}


def sentence(filterset: SituationFilter) -> str:
    """« Textes de la convention CCN 66, agréés, signés ou rejoints par CFDT santé-sociaux »."""
    conventions, parts = convention_clause(filterset), list(clauses(filterset))
    if conventions:
        parts.insert(0, conventions)
    return f"Textes {', '.join(parts)}" if parts else "Les accords du secteur"


def convention_clause(filterset: SituationFilter) -> str:
    names = labels(filterset, "convention")
    if not names:
        return ""
    return f"de la convention {names[0]}" if len(names) == 1 else f"des conventions {listed(names, 'ou')}"


def clauses(filterset: SituationFilter) -> Iterator[str]:
    chosen = filterset.chosen
    if "type" in chosen:
        yield f"de type {listed(labels(filterset, 'type'), 'ou')}"
    if "theme" in chosen:
        yield f"sur le thème {listed(labels(filterset, 'theme'), 'ou')}"
    for track, words in STATE_WORDS.items():
        if track in chosen:
            yield listed([words[word] for word in chosen[track]], "ou")
    if "signataire" in chosen:
        yield f"signés ou rejoints par {listed(labels(filterset, 'signataire'), 'ou')}"
    if "region" in chosen:
        yield f"de la région {listed(labels(filterset, 'region'), 'ou')}"
    if "annee" in chosen:
        yield f"datés de {listed(labels(filterset, 'annee'), 'ou')}"
    yield from date_clauses(chosen)
    if "q" in chosen:
        yield f"répondant à « {chosen['q']} »"
    if chosen.get("perimetre") == Scope.TOUT:
        yield "toutes conventions"


def date_clauses(chosen: dict) -> Iterator[str]:
    first, last = chosen.get("signe_apres"), chosen.get("signe_avant")
    if first and last:
        yield f"datés du {date_fr(first)} au {date_fr(last)}"
    elif first:
        yield f"datés à partir du {date_fr(first)}"
    elif last:
        yield f"datés jusqu’au {date_fr(last)}"


def labels(filterset: SituationFilter, name: str) -> list[str]:
    return [filterset.index.labels[name][value] for value in filterset.chosen.get(name, [])]
