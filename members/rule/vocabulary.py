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
    """Where a text stands for one employer on one day, in the order in which the answer is read."""

    S_APPLIQUE = "s_applique", "S’applique", "Le texte oblige cet employeur à cette date."
    PROBABLE = (
        "probable",
        "S’applique très probablement",
        "Tout porte à le croire, et la raison est dite ; aucune source ne le confirme pour ce texte.",
    )
    VA_S_APPLIQUER = (
        "va_s_appliquer",
        "En attente, peut-être sans suite",
        "Le texte ne l’oblige pas encore : quelque chose manque, qui est dit, et qui peut ne jamais venir.",
    )
    REMPLACE = (
        "remplace",
        "Remplacé ou terminé",
        "Le texte a cessé de s’appliquer, à tous, ou tout ce qu’il fixait est remplacé.",
    )
    NE_S_APPLIQUE_PAS = "ne_s_applique_pas", "Ne s’applique pas", "Le texte ne l’oblige pas à cette date."
    INCONNU = "inconnu", "À vérifier", "Un fait manque, qui est dit, avec ce qui le ferait connaître."


class Missing(Word):
    """The fact that is missing where nothing can be said; its meaning is what would settle it."""

    EMPLOYEUR_SIGNATAIRE = (
        "employeur-signataire",
        "qui l’a signé pour les employeurs",
        "L’en-tête officiel du texte, qui nomme ses signataires.",
    )
    SIGNATURE = "signature", "s’il est signé", "L’en-tête officiel du texte, ou son dépôt."
    LIEN = (
        "lien",
        "ce qui lie l’organisation de l’employeur à celle qui l’a signé",
        "L’acte d’adhésion, de fusion ou de succession entre ces organisations.",
    )
    AGREMENT = "agrement", "s’il est agréé", "L’arrêté d’agrément, ou de refus, au Journal officiel."
    EXTENSION = "extension", "s’il est étendu", "L’arrêté d’extension, ou l’état du texte selon la base KALI."
    EFFET = "effet", "le jour de son effet", "La clause d’effet du texte, ou de l’arrêté."
    CHAMP = (
        "champ",
        "si la convention est dans son champ",
        "L’article du texte, ou de la branche, qui dit son champ d’application.",
    )
    ACCORD_COMMUN = (
        "accord-commun",
        "si un accord commun a été conclu après la fusion",
        "L’accord des branches fusionnées, ou son absence constatée (CT L. 2261-33).",
    )
    APPLICATION_VOLONTAIRE = (
        "application-volontaire",
        "si l’application volontaire s’étend à ce texte",
        "Le contrat de travail, l’usage ou l’engagement écrit de l’employeur.",
    )
    REGION = "region", "la région de l’employeur", "La région, à donner dans la question."
    EFFECTIF = "effectif", "l’effectif de l’employeur", "L’effectif, à donner dans la question."


class Awaited(Word):
    """What a text that will apply is waiting for."""

    SIGNATURE = "signature", "la signature"
    AGREMENT = "agrement", "l’agrément"
    EXTENSION = "extension", "l’extension"
    MIROIR = "miroir", "le texte qui lui est lié"
    DATE = "date", "le jour de son effet"


class Opposable(Word):
    """Whether the funding authority must reckon with a text: another question than whom it binds."""

    OUI = "oui", "Oui"
    NON = "non", "Non"
    SANS_OBJET = "sans-objet", "Sans objet"
    INCONNU = "inconnu", "Inconnu"
