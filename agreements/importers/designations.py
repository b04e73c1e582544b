"""The words by which official texts are named: « Avenant », « Accord national paritaire », « Lettre d’adhésion »."""

import re

from agreements.law.vocabulary import AgreementKind as Kind

_OF_AVENANT = (
    r"rectificatif|particulier|départemental|régional|interprétatif|d'interprétation|d'application"
    r"|de révision|\(erratum\)|national|paritaire|territorial|modificatif"
)
_OF_ACCORD = (
    r"collectif|national|paritaire|professionnel|interprofessionnel|départemental|régional|territorial|autonome"
    r"|triennal|interbranches?|de branche|de méthode|de révision|de transposition|de transition|complémentaire"
)

#: Each designation with its kind: the first that matches is the right one.
DESIGNATIONS = [
    (Kind.ADHESION, r"(?:lettre|acte|déclaration) d'adhésion|adhésion(?: par lettres?)?"),
    (Kind.DENONCIATION, r"lettre de dénonciation|dénonciation(?: par lettres?)?"),
    (Kind.RECTIFICATIF, r"rectificatif|erratum"),
    (Kind.AVENANT, rf"avenants?(?:\s+(?:{_OF_AVENANT}))*"),
    (Kind.ACCORD_CADRE, r"accord(?:-|\s)cadre(?: de convergence)?"),
    (Kind.ACCORD, rf"accords?(?:\s+(?:{_OF_ACCORD}))*"),
    (
        Kind.PROTOCOLE,
        r"protocole(?:\s+(?:d'accord|interprétatif|de fin de conflit|de conciliation|additionnel))*",
    ),
    (Kind.ANNEXE, r"annexes?"),
    (Kind.AVIS, r"avis(?: d'interprétation| interprétatif)?"),
    (Kind.DELIBERATION, r"délibération(?: paritaire)?|décision"),
    (Kind.PROCES_VERBAL, r"procès[- ]verbal(?: de désaccord| de conciliation)?"),
    (Kind.ADDITIF, r"additif"),
    (Kind.DECLARATION, r"déclaration(?: commune| générale)?"),
    (Kind.RECOMMANDATION, r"recommandation patronale"),
    (
        Kind.CONVENTION,
        r"texte de base\s*:\s*convention(?: collective)?(?: nationale)?"
        r"|convention(?: collective)?(?: nationale)?(?: de gestion)?|ccn",
    ),
    (Kind.ARRETE, r"arrêté"),
    (
        Kind.DOCUMENT,
        r"dispositions législatives et réglementaires|grilles?(?: spécifiques| de salaires| de transposition)"
        r"|guide d'utilisation|note|règlement|tableau|rappel de définitions|documents complémentaires",
    ),
]

#: Any designation, without any group, to be set in other patterns. Never the first letters of a longer word.
DESIGNATION = "(?:" + "|".join(pattern for _, pattern in DESIGNATIONS) + r")(?!\w)"
_KINDS = [(kind, re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE)) for kind, pattern in DESIGNATIONS]


def kind_named(text: str) -> Kind | None:
    """The kind that these words name, at the start of the text.

    >>> kind_named("Accord cadre").value, kind_named("Salaires")
    ('accord-cadre', None)
    """
    return next((kind for kind, pattern in _KINDS if pattern.match(text)), None)
