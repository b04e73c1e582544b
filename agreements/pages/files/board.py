"""The board to take away: what waits, as a table."""

from agreements.finding.filters import SituationFilter
from agreements.law.waiting import Column
from agreements.pages.board import Ordering, Pending
from agreements.pages.listing import asked
from agreements.reading.board import Row
from agreements.reading.list_rows import Card
from portal.french.writing import date_fr
from portal.web.addresses import absolute
from portal.web.files.tables import Table, several, table_view
from portal.web.parameters import reads

BOARD_COLUMNS = {
    "colonne": "Ce que le texte attend, dans l’ordre de la procédure.",
    "sans nouvelle depuis un an": "Oui : nul fait daté depuis un an, et rien ne dit qu’il l’attend encore.",
    "identifiant": "Le nom permanent du texte dans les adresses du portail.",
    "référence": "Comment on nomme le texte.",
    "titre": "Son titre.",
    "codes des conventions": "Les identifiants de ses conventions.",
    "conventions": "Leurs noms.",
    "depuis": "Le jour du fait qui a ouvert l’attente, quand il est connu.",
    "date exacte": "Oui : ce jour est le jour même ; non : au plus tard ce jour.",
    "jours": "Le nombre de jours d’attente.",
    "dernier fait": "Le dernier fait connu.",
    "date du dernier fait": "Son jour.",
    "source": "Les documents qui le disent.",
    "échéance": "Les jours que la loi ou une source fixe.",
    "phrase": "L’état du texte au jour du tableau.",
    "page": "L’adresse de sa page.",
}


@reads(SituationFilter, Ordering)
@table_view
def board_table(request):
    pending, refused = asked(Pending, request)
    if refused:
        return refused
    title = f"{pending.heading}, au {date_fr(request.day)}"
    rows = (board_row(lane.column, row) for lane in pending.lanes for row in (*lane.living, *lane.stale))
    return Table(f"suivi-{request.day}", title, BOARD_COLUMNS, rows)


def board_row(column: Column, row: Row) -> tuple:
    waiting, card = row.waiting, Card.of(row.agreement)
    return (
        column.label,
        "oui" if waiting.stale else "non",
        row.agreement.slug,
        card.reference,
        row.agreement.title,
        several(convention.slug for convention in row.agreement.conventions.all()),
        several(card.conventions),
        waiting.since_on,
        "oui" if waiting.since_exactly else "non",
        waiting.days,
        str(row.event or ""),
        waiting.news_on,
        several(source.title for source in row.sources),
        several(f"{each.label} : {each.on:%d/%m/%Y}" for each in waiting.deadlines),
        row.situation.sentence,
        absolute(row.agreement.get_absolute_url()),
    )
