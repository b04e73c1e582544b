"""The words of the members' pages: size bands, answers, what a text awaits.

Each word is spelled once, here: the value stands in addresses and in the JSON, the label is what readers see.
"""

from portal.french.words import Word


class Size(Word):
    """The six bands of the published table; `low` and `high` are both included."""

    def __new__(cls, value, label, low, high):
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = ""
        word.low = low
        word.high = high
        return word

    MOINS_DE_50 = "moins-de-50", "Moins de 50 salariés", 0, 49
    DE_50_A_150 = "50-a-150", "De 50 à 150 salariés", 50, 150
    DE_151_A_300 = "151-a-300", "De 151 à 300 salariés", 151, 300
    DE_301_A_500 = "301-a-500", "De 301 à 500 salariés", 301, 500
    DE_501_A_1000 = "501-a-1000", "De 501 à 1 000 salariés", 501, 1000
    PLUS_DE_1000 = "plus-de-1000", "Plus de 1 000 salariés", 1001, None

    @classmethod
    def of(cls, headcount: int | None) -> "Size | None":
        """The band of a headcount; none when it is not known."""
        if headcount is None:
            return None
        return next(size for size in cls if size.high is None or headcount <= size.high)


class Answer(Word):
    """Where a text stands for one employer on one day."""

    S_APPLIQUE = "s_applique", "S’applique", "Le texte oblige cet employeur à cette date."
    VA_S_APPLIQUER = (
        "va_s_appliquer",
        "S’appliquera",
        "Le texte ne l’oblige pas encore : quelque chose manque, qui est dit.",
    )
    NE_S_APPLIQUE_PAS = "ne_s_applique_pas", "Ne s’applique pas", "Le texte ne l’oblige pas à cette date."
    INCONNU = "inconnu", "Non connu", "Les sources lues ne permettent pas de le dire."


class Awaited(Word):
    """What a text that will apply is waiting for."""

    SIGNATURE = "signature", "la signature"
    AGREMENT = "agrement", "l’agrément"
    EXTENSION = "extension", "l’extension"
    MIROIR = "miroir", "le texte qui lui est lié"
    DATE = "date", "le jour de son effet"


class Opposable(Word):
    """Whether the funding authority must reckon with a text: another question than whom it binds."""

    OUI = "oui", "Opposable au financeur"
    NON = "non", "Pas opposable au financeur"
    SANS_OBJET = "sans-objet", "Opposabilité sans objet"
    INCONNU = "inconnu", "Opposabilité non connue"
