"""Which conventions need the ministerial agrément, as far as their own field says it.

CASF L. 314-6 is about « établissements et services sociaux et médico-sociaux à but non lucratif » paid for by
public money. A convention whose field is plainly another one is out of it; one whose texts send to the article is
in it; for all others it is not known, and so left unsaid.
"""

#: Conventions of the portal's own sector, beside those of `fixtures/conventions.toml`.
IN_SECTOR = {2941}

SUBJECT = {
    2941: "CASF L. 314-6, auquel renvoient les textes de cette convention que publie KALI",
}

_TRADE = "le commerce, la fabrication ou la réparation de biens"
_BUILDING = "le bâtiment ou les travaux publics"
_TRANSPORT = "le transport"
_FINANCE = "la banque, l’assurance, l’immobilier ou les services rendus aux entreprises"
_HOSPITALITY = "l’hôtellerie ou la restauration"
_CARE = "l’exercice libéral ou le commerce de la santé"
_OTHER = "une activité qui n’est pas celle d’un établissement social ou médico-social"

#: IDCC → what the title of the convention says of its field. Only fields that leave no doubt.
ELSEWHERE = (
    dict.fromkeys((1596, 1597, 1702, 2614, 2609, 2420), _BUILDING)
    | dict.fromkeys(
        (3248, 650, 1090, 843, 176, 1404, 44, 2216, 292, 1517, 573, 1483, 1606, 1505, 675), _TRADE
    )
    | dict.fromkeys((16, 275), _TRANSPORT)
    | dict.fromkeys((2098, 1672, 1043, 1486, 1351, 2120, 1527, 3043, 787, 86, 2148), _FINANCE)
    | dict.fromkeys((1979, 1501, 1266), _HOSPITALITY)
    | dict.fromkeys((1147, 1996), _CARE)
    | dict.fromkeys((2511, 1480, 2596, 3239), _OTHER)
)


def agrement_of(idcc: int | None) -> tuple[bool | None, str]:
    """Whether a convention is subject to the agrément, and on what ground; nothing where it is not known."""
    if idcc in SUBJECT:
        return True, SUBJECT[idcc]
    if idcc in ELSEWHERE:
        return False, (
            "CASF L. 314-6 ne vise que les établissements et services sociaux et médico-sociaux à but non lucratif ; "
            f"le titre de cette convention lui donne pour champ {ELSEWHERE[idcc]}."
        )
    return None, ""
