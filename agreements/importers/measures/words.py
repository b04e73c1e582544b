"""The words by which a text sets a figure: patterns of whole sentences, from words to sentences.

« La valeur du point est portée à 3,82 € à compter du 1er février 2021. »
"""

from agreements.importers.effect_words import either, maybe
from agreements.importers.written_dates import WRITTEN
from agreements.law.measures import MeasureKind, Unit

#: A figure with at most four decimals, which official texts often cut by a space: « 4, 381 ».
FIGURE = r"\d{1,3}(?:, ?\d{1,4})?"
EURO = either("€", "euros?", "Euros?")
UNITS = {MeasureKind.VALEUR_DU_POINT: (EURO, Unit.EUR), MeasureKind.SUJETION_SPECIALE: ("%", Unit.POUR_CENT)}

#: What the figure is of. What would make it the figure of some only is not there: « médical », « catégorie A ».
POINT = (
    either("La", "la")
    + " valeur du point"
    + maybe(" conventionnel", " CCNT", " CC ?51", " CCN ?51")
    + maybe(r" de la (?:présente )?convention collective(?: nationale)?(?: du \d{1,2}(?:er)? \w+ \d{4})?")
    + maybe(
        ",? servant de base à la détermination des salaires par application de coefficients prévus à la "
        r"classification des emplois figurant aux annexes [\dIVX]+ à [\dIVX]+ de l[ae] présente convention,?"
    )
)
SUJETION = (
    either("L'", "l'")
    + "indemnité de sujétion spéciale"
    + maybe(r" prévue par l'article 1er bis du titre I(?:er)? de l'annexe (?:n° )?[1I]")
)
SUBJECTS = {MeasureKind.VALEUR_DU_POINT: POINT, MeasureKind.SUJETION_SPECIALE: SUJETION}

SET = (
    either("est", "sera")
    + maybe(" (?:ainsi|donc)")
    + either(" portée", " fixée")
    + maybe(" de FIGURE(?: ?UNIT)?")
)
DAY = f"(?P<on>{WRITTEN})"
#: The day after the figure, or before it: « à 3,82 € à compter du 1er février 2021 », « au 1er octobre 1996 à… ».
ON = either("à (?:compter|partir) du", "à effet du", "au", "dès le", "à la date du")
RESERVE = maybe(",? sous réserve de (?:son agrément|l'agrément)")
AMOUNT = "à (?P<amount>FIGURE) ?UNIT"
SECOND = maybe(rf",? (?:et|puis) à (?P<then>FIGURE) ?UNIT {ON} (?P<then_on>{WRITTEN})")


def sentences(kind: MeasureKind) -> list[str]:
    """The whole sentences by which a text sets this figure from a day on."""
    subject, (unit, _) = SUBJECTS[kind], UNITS[kind]
    forms = [
        f"{subject} {SET},? {AMOUNT},? {ON} {DAY}{SECOND}{RESERVE}",
        f"{subject} {SET},? {ON} {DAY},? {AMOUNT}{RESERVE}",
        f"(?:À|A) (?:compter|partir) du {DAY},? {subject} {SET} {AMOUNT}{RESERVE}",
        f"Au {DAY},? {subject} {SET} {AMOUNT}{RESERVE}",
    ]
    quoted = "«? ?{form} ?[.;]?,? ?»? ?[.;]?"
    return [
        quoted.replace("{form}", form.replace("FIGURE", FIGURE).replace("UNIT", unit)).replace("  ", " ")
        for form in forms
    ]
