"""What an act says of itself: from when what it agrees has effect, and what it is called by what it decides."""

from collections.abc import Collection

from agreements.law.vocabulary import ActKind, Nature
from portal.french.words import Word


class Formula(Word):
    """From when an agreed text has effect, where it gives no date of its own: the formula of the arrêté."""

    NOTIFICATION = (
        "notification",
        "à la date prévue dans le texte ou, à défaut, à compter de la notification de la décision",
    )
    PUBLICATION = (
        "publication",
        "à la date prévue dans le texte ou, à défaut, à compter de la publication de l’arrêté",
    )


#: The kinds of acts that agree, refuse or extend, which their decisions name better than their kind.
_ARRETES = (ActKind.ARRETE, ActKind.ARRETE_AGREMENT, ActKind.ARRETE_EXTENSION)
_NAMES = (
    ({Nature.AGREE, Nature.REFUS_AGREMENT}, "arrêté d’agrément et de refus"),
    ({Nature.REFUS_AGREMENT}, "arrêté de refus d’agrément"),
    ({Nature.REFUS_EXTENSION}, "arrêté de refus d’extension"),
    ({Nature.AGREE}, "arrêté d’agrément"),
)


def name_by_decisions(kind: ActKind, natures: Collection[Nature]) -> str:
    """« arrêté de refus d’agrément », where all that it decides is refused; else as its kind is called."""
    if kind not in _ARRETES:
        return kind.label
    return next((name for decided, name in _NAMES if decided <= set(natures)), kind.label)


def issue_of(nature: Nature) -> str:
    """What an act decides of a text, in the word of the state that it opens: « agree », « refuse », « etendu »."""
    return (nature.state or nature).value


#: Refused is one word, whether agrément or extension is.
_ISSUES = {issue_of(nature): nature.label for nature in Nature} | {"refuse": "refusé"}


def issue_label(issue: str) -> str:
    return _ISSUES[issue]
