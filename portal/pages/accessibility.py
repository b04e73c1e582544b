"""The statement of accessibility, made from what was checked: by which means, on which day, with which result."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from portal.french.words import Word
from portal.web.answers import json_page, page_of
from portal.web.parameters import reads


class Means(Word):
    OUTIL = "outil", "par un outil"
    ESSAI = "essai", "par un essai dans un navigateur"
    MAIN = "main", "par une personne"
    AUCUN = "aucun", "par aucun moyen encore"


class Result(Word):
    CONFORME = (
        "conforme",
        "Aucune faute trouvée",
        "Vérifié ; à chaque changement du site quand un essai le fait.",
    )
    FAUTE = "faute", "En défaut", "Connu, et pas encore réparé."
    NON_VERIFIE = "non-verifie", "Non vérifié", "Rien n’en est dit."


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, or that was not."""

    what: str
    criteria: tuple[str, ...]
    means: Means
    result: Result
    on: date
    proof: str
    note: str


@dataclass(frozen=True)
class Statement:
    state: str
    reason: str
    standard: str
    on: date
    checks: tuple[Check, ...]

    @property
    def parts(self) -> list[tuple[Result, list[Check]]]:
        """What is known to fail comes first."""
        order = (Result.FAUTE, Result.NON_VERIFIE, Result.CONFORME)
        return [(result, [check for check in self.checks if check.result == result]) for result in order]


@cache
def statement() -> Statement:
    told = tomllib.loads((settings.FIXTURES_DIR / "accessibilite.toml").read_text(encoding="utf-8"))
    declared = told["declaration"]
    checks = tuple(
        Check(
            what=row["quoi"],
            criteria=tuple(row.get("rgaa", ())),
            means=Means(row["moyen"]),
            result=Result(row["resultat"]),
            on=row.get("le", declared["le"]),
            proof=row.get("preuve", ""),
            note=row.get("note", ""),
        )
        for row in told["verification"]
    )
    return Statement(declared["etat"], declared["raison"], declared["referentiel"], declared["le"], checks)


@reads()
def accessibility(request):
    return page_of(request, "pages/accessibility.html", "accessibility", statement=statement())


@reads()
def accessibility_json(request):
    told = statement()
    checks = [
        {
            "quoi": check.what,
            "rgaa": check.criteria,
            "moyen": check.means,
            "resultat": check.result,
            "le": check.on.isoformat(),
            "preuve": check.proof,
            "note": check.note,
        }
        for check in told.checks
    ]
    return json_page(
        request,
        {"referentiel": told.standard, "etat": told.state, "raison": told.reason, "verifications": checks},
    )
