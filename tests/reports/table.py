"""Write `docs/signalements.md`: what readers report of portals like this one, and the address that answers it here.

python -m tests.reports.table
"""

from pathlib import Path

from tests.reports.cases import ADDRESSES, TOLD, TYPED, Report
from tests.reports.tried import TRIED

PAGE = Path(__file__).parents[2] / "docs" / "signalements.md"
HEAD = """\
# Ce que les lecteurs d’autres portails ont signalé

Chaque ligne est un signalement public, redit ici en quelques mots, et l’adresse qui le met à l’épreuve sur ce portail.
Un essai les joue toutes (`tests/reports/`), et tient ce tableau.
"""
PARTS = {
    "Ce que l’on tape": TYPED,
    "Les adresses": ADDRESSES,
    "Ce qui est dit des textes": TOLD,
    "Du même genre, essayé ici par qui ne l’avait pas construit": TRIED,
}


def table() -> str:
    return HEAD + "".join(part(title, reports) for title, reports in PARTS.items())


def part(title: str, reports: list[Report]) -> str:
    rows = "".join(f"| {head(report)} | `{report.asked}` | {answer(report)} |\n" for report in reports)
    return f"\n## {title}\n\n| signalé ailleurs | ici | réponse |\n|---|---|---|\n{rows}"


def head(report: Report) -> str:
    return f"[{report.told}]({report.url})" if report.thread else report.told


def answer(report: Report) -> str:
    if report.leads:
        return f"mène à `{report.leads}`"
    if report.ignored:
        return f"dit ne pas lire `{report.ignored}`"
    if report.status != 200:
        return {400: "refusée, en disant pourquoi", 404: "introuvable, sans redirection"}[report.status]
    return f"dit {', '.join(f'`{words}`' for words in report.says)}" if report.says else "répond"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
