"""The glossary: every state with what may follow, what the board waits for, the words, the acronyms."""

from agreements.law.follow_ups import FOLLOW_UPS
from agreements.law.vocabulary import STATES, Certainty, Mode
from agreements.law.waiting import Column
from agreements.pages.glossary_terms import ACRONYMS, TERMS
from portal.web.answers import json_page, page_of
from portal.web.parameters import reads

#: What no certainty tells: it is neither a yes nor a no.
UNKNOWN = (
    "Aucune source lue ne le dit, et aucune règle assez juste ne permet de le dire : ce n’est ni un oui ni un non. "
    "Ce qui le réglerait est souvent dit à côté."
)


@reads()
def glossary(request):
    tracks = [
        (track, [(state, FOLLOW_UPS[track][state]) for state in states]) for track, states in STATES.items()
    ]
    return page_of(
        request,
        "pages/glossary.html",
        "glossary",
        tracks=tracks,
        certainties=list(Certainty),
        unknown=UNKNOWN,
        columns=list(Column),
        modes=list(Mode),
        terms=TERMS,
        acronyms=ACRONYMS,
    )


@reads()
def glossary_json(request):
    states = {
        track.value: [
            {
                "mot": state.value,
                "libelle": state.label,
                "sens": state.meaning,
                "suite": FOLLOW_UPS[track][state].sentence,
            }
            for state in words
        ]
        for track, words in STATES.items()
    }
    terms = [{"mot": term.word, "sens": term.meaning, "article": term.article} for term in TERMS]
    acronyms = [{"sigle": each.short, "developpe": each.expanded, "note": each.note} for each in ACRONYMS]
    certainties = [{"mot": one.value, "libelle": one.label, "sens": one.meaning} for one in Certainty]
    certainties.append({"mot": "inconnu", "libelle": "Inconnu", "sens": UNKNOWN})
    return json_page(request, {"etats": states, "certitudes": certainties, "mots": terms, "sigles": acronyms})
