"""The living style page: every component in every state, as the pages draw it. Shown only where one asks for it."""

from datetime import date

from django.conf import settings
from django.http import Http404

from agreements.finding.facets import Facet, Value
from agreements.finding.highlight import Piece
from agreements.finding.passages import Passage
from agreements.law.vocabulary import PENDING, STATES, Mode
from agreements.reading.list_rows import Card, Row, States
from portal.web.answers import page_of
from portal.web.parameters import reads

#: The custom properties of colour, in the order of the stylesheet, with what each is for.
COLOURS = {
    "paper": "le fond",
    "sheet": "ce qui se remplit, ce qui est au-dessus",
    "ink": "le texte",
    "soft": "ce qui accompagne",
    "line": "les filets",
    "edge": "les champs, les en-têtes",
    "accent": "les liens, ce qui est choisi",
    "accent-soft": "ici",
    "mast": "le bandeau",
    "good": "fait",
    "wait": "en route",
    "wait-soft": "un autre jour",
    "bad": "refusé",
}
#: The parts of the page: their anchors and their titles.
CONTENTS = (
    ("couleurs", "Couleurs"),
    ("lettres", "Lettres et espaces"),
    ("signes", "Signes"),
    ("rangs", "Rangs"),
    ("filtres", "Filtres"),
    ("champs", "Champs"),
    ("dates", "Dates"),
    ("fiche", "Fiche d’accord"),
    ("tableaux", "Tableaux et graphiques"),
    ("messages", "Messages"),
)
SIZES = ("-2", "-1", "0", "1", "2", "3", "4")
LONG = "Un objet très long, comme en ont les textes officiels, qui tient sur deux lignes et dit de quoi il s’agit"


def rows() -> list[Row]:
    """One row for each state of each track: as many as the longest track has."""
    most = max(map(len, STATES.values()))
    day = date(2020, 2, 1)
    found = [
        [(list(states) + list(states)[-1:] * most)[at].value for states in STATES.values()]
        for at in range(most)
    ]
    return [
        Row(
            Card(
                "#rangs", f"Avenant n° {at + 1}", LONG if at % 3 == 1 else "Un objet", "1er mars 2020", names
            ),
            states(words, day, learned=at % 2 == 1, probable=at % 3 == 2),
            Passage("rangs", "Article 2", [Piece("… les mots ", False), Piece("cherchés", True)])
            if at == 1
            else None,
        )
        for at, (words, names) in enumerate(
            zip(found, [("CCN 66",), ("CCN 66", "CCN 79", "Accords CHRS"), ()] * most, strict=False)
        )
    ]


def states(words: list[str], day: date, learned: bool, probable: bool) -> States:
    """These words, with a day where rows tell one; all of them only probable, or none."""
    waits = [
        (day, learned) if words[at] in PENDING[track] else (None, None) for at, track in enumerate(PENDING, 1)
    ]
    on = day if words[3] in ("en-vigueur", "pas-encore") and not probable else None
    tracks = zip(STATES, words, strict=True) if probable else ()
    hollow = tuple(track.value for track, word in tracks if word != "inconnu")
    return States(*words, on, *waits[0], *waits[1], hollow)


def facets() -> list[Facet]:
    """One that is short, with a value chosen; one that is long, folded; one of states."""
    short = [Value(f"v{at}", f"valeur {at}", 1_200 * at, at == 1, "#filtres") for at in range(1, 4)]
    long = [Value(f"v{at}", f"valeur {at}", at, False, "#filtres") for at in range(1, 15)]
    states = [
        Value(state.value, state.label, 12, state == "agree", "#filtres") for state in STATES["agrement"]
    ]
    return [
        Facet("convention", "Courte", short),
        Facet("annee", "Longue", long),
        Facet("agrement", "D’états", states),
    ]


@reads()
def style(request):
    if not settings.STYLE_PAGE:
        raise Http404("La page de style n’est montrée qu’à ceux qui font le site.")
    return page_of(
        request,
        "pages/style.html",
        "style",
        contents=CONTENTS,
        colours=COLOURS,
        sizes=SIZES,
        states={track: list(words) for track, words in STATES.items()},
        modes=list(Mode),
        rows=rows(),
        facets=facets(),
        twin="",
    )
