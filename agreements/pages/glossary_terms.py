"""The glossary: the words of procedures with their articles, and the acronyms of the sector written out.

States, tracks and what an organisation does have their meaning in `vocabulary`, what may follow in
`follow_ups`; the glossary shows them all.
"""

import re
from dataclasses import dataclass

from django.utils.text import slugify


@dataclass(frozen=True)
class Term:
    """A word of the procedure: what it means, and the article that says so."""

    word: str
    meaning: str
    article: str = ""

    @property
    def anchor(self) -> str:
        return f"mot-{slugify(self.word)}"


@dataclass(frozen=True)
class Acronym:
    short: str
    expanded: str
    note: str = ""
    lang: str = "fr"

    @property
    def anchor(self) -> str:
        return f"sigle-{slugify(self.short)}"


TERMS = (
    Term("Accord", "Un texte négocié et signé entre des employeurs et des syndicats de salariés.", "CT L. 2231-1"),
    Term(
        "Adhésion",
        "L’acte d’une organisation, ou d’un employeur, qui rejoint après coup un texte déjà signé ; elle est notifiée "
        "aux signataires et déposée.",
        "CT L. 2261-3",
    ),
    Term(
        "Agrément",
        "La décision du ministre chargé de l’action sociale sans laquelle un texte applicable aux établissements que "
        "financent des personnes publiques ou la sécurité sociale ne prend pas effet.",
        "CASF L. 314-6",
    ),
    Term(
        "Arrêté",
        "L’acte d’un ministre. Celui qui agrée ou étend compte du jour de sa publication au Journal officiel, et non "
        "du jour de sa signature.",
    ),
    Term("Avenant", "Un texte qui révise ou complète une convention ou un accord.", "CT L. 2261-8"),
    Term(
        "Clause miroir",
        "La clause par laquelle deux textes ne s’appliquent que l’un avec l’autre.",
    ),
    Term(
        "Commission nationale d’agrément",
        "La commission, faite de représentants des ministres et de présidents de conseil départemental, qui donne un "
        "avis avant la décision d’agrément.",
        "CASF R. 314-198",
    ),
    Term(
        "Décision unilatérale",
        "Un texte que des employeurs prennent seuls. Elle ne se négocie pas, mais peut être soumise à l’agrément.",
    ),
    Term(
        "Dénonciation",
        "L’acte de signataires qui mettent fin à un texte à durée indéterminée, après un préavis de trois mois sauf "
        "clause contraire.",
        "CT L. 2261-9",
    ),
    Term(
        "Dépôt",
        "La remise du texte signé aux services du ministre chargé du travail et au greffe du conseil de prud’hommes.",
        "CT D. 2231-2",
    ),
    Term(
        "Entrée en vigueur",
        "Le jour où le texte s’applique : celui qu’il dit, à défaut le lendemain de son dépôt ; pas avant l’agrément "
        "pour un texte qui y est soumis.",
        "CT L. 2261-1, CASF L. 314-6",
    ),
    Term(
        "Extension",
        "L’arrêté du ministre du travail qui rend un texte obligatoire pour tous les employeurs et salariés de son "
        "champ.",
        "CT L. 2261-15",
    ),
    Term(
        "KALI",
        "La base officielle des conventions et accords collectifs, que publie la direction de l’information légale et "
        "administrative.",
    ),
    Term(
        "Mesure",
        "Ce qu’un texte fixe en chiffres pour une convention : la valeur du point, un taux, une indemnité. La valeur "
        "présente est la dernière qui a effet ; les autres sont remplacées, terminées ou sans effet.",
    ),
    Term(
        "Mise à la signature",
        "La période pendant laquelle les organisations peuvent signer un texte arrêté. C’est un usage : le code n’en "
        "fixe pas la durée.",
    ),
    Term(
        "Notification",
        "L’envoi du texte signé à toutes les organisations représentatives, d’où part le délai d’opposition.",
        "CT L. 2231-5",
    ),
    Term(
        "Opposable au financeur",
        "Se dit d’un texte agréé : il s’impose aux autorités qui fixent les tarifs, hors établissements sous contrat "
        "pluriannuel. C’est une autre question que celle de savoir quels employeurs il oblige.",
        "CASF L. 314-6",
    ),
    Term(
        "Opposition",
        "L’acte écrit et motivé de syndicats contre un texte, dans les quinze jours de sa notification. Elle ne "
        "l’efface que s’ils ont recueilli la majorité des suffrages.",
        "CT L. 2232-6, L. 2231-8",
    ),
    Term(
        "Représentativité",
        "La capacité d’un syndicat à négocier dans une branche, mesurée tous les quatre ans ; le seuil d’audience est "
        "de 8 %.",
        "CT L. 2122-5, L. 2122-11",
    ),
    Term(
        "Seuil de 30 %",
        "La part des suffrages que doivent peser ensemble les syndicats signataires pour qu’un texte de branche soit "
        "valable.",
        "CT L. 2232-6",
    ),
    Term(
        "Terme",
        "Le dernier jour d’un texte à durée déterminée ; un texte qui n’en dit rien dure cinq ans.",
        "CT L. 2222-4",
    ),
)  # fmt: skip

ACRONYMS = (
    Acronym("BASS", "branche sanitaire, sociale et médico-sociale à but non lucratif", "Aussi écrite BASSMS."),
    Acronym("BO", "Bulletin officiel"),
    Acronym("BOCC", "Bulletin officiel des conventions collectives"),
    Acronym("CASF", "code de l’action sociale et des familles"),
    Acronym("CCN", "convention collective nationale", "Le nombre qui suit est l’année : CCN 66, du 15 mars 1966."),
    Acronym("CFDT", "Confédération française démocratique du travail"),
    Acronym("CFE-CGC", "Confédération française de l’encadrement – Confédération générale des cadres"),
    Acronym("CFTC", "Confédération française des travailleurs chrétiens"),
    Acronym("CGT", "Confédération générale du travail"),
    Acronym("CHRS", "centres d’hébergement et de réadaptation sociale"),
    Acronym("CMP", "commission mixte paritaire", "Convoquée par l’autorité administrative (CT L. 2261-20)."),
    Acronym("CNA", "commission nationale d’agrément"),
    Acronym("CPOM", "contrat pluriannuel d’objectifs et de moyens"),
    Acronym("CPPNI", "commission paritaire permanente de négociation et d’interprétation", "CT L. 2232-9."),
    Acronym("CSV", "comma-separated values", "Un tableau en texte, qu’ouvre un tableur.", "en"),
    Acronym("CT", "code du travail"),
    Acronym("DGCS", "direction générale de la cohésion sociale"),
    Acronym("DILA", "direction de l’information légale et administrative"),
    Acronym("ESSMS", "établissements et services sociaux et médico-sociaux"),
    Acronym("FO", "Force ouvrière"),
    Acronym("HTML", "hypertext markup language", "La langue dans laquelle les pages sont écrites.", "en"),
    Acronym("IDCC", "identifiant de la convention collective", "Un nombre : 413 pour la CCN 66."),
    Acronym("JO", "Journal officiel de la République française"),
    Acronym("JSON", "JavaScript object notation", "Les mêmes données, pour un programme.", "en"),
    Acronym("NOR", "numéro normalisé", "Celui d’un texte publié au Journal officiel."),
    Acronym("OETH", "obligation d’emploi des travailleurs handicapés"),
    Acronym("OPCO", "opérateur de compétences"),
    Acronym("RGAA", "référentiel général d’amélioration de l’accessibilité"),
    Acronym("RTT", "réduction du temps de travail"),
    Acronym("SIREN", "système d’identification du répertoire des entreprises", "Les neuf chiffres d’une association."),
    Acronym("SMIC", "salaire minimum interprofessionnel de croissance"),
    Acronym("SUD", "solidaires, unitaires, démocratiques"),
    Acronym("WCAG", "web content accessibility guidelines", "Les règles internationales d’accessibilité.", "en"),
)  # fmt: skip

EXPANSIONS = {acronym.short: acronym.expanded for acronym in ACRONYMS}
ACRONYM = re.compile(rf"\b({'|'.join(sorted(EXPANSIONS, key=len, reverse=True))})\b")


def written_out(text: str) -> list[tuple[str, str]]:
    """The pieces of a text, each with what it stands for when it is an acronym that was not written out yet."""
    seen, pieces = set(), []
    for position, piece in enumerate(ACRONYM.split(text)):
        known = position % 2 == 1 and piece not in seen
        seen |= {piece} if known else set()
        pieces.append((piece, EXPANSIONS[piece] if known else ""))
    return pieces
