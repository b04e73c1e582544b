"""Whether an employer is in the field of a text: its conventions, its branch, an attachment, its own limits."""

from datetime import date

from members.rule.facts import Employer, Limit, Links, Text
from members.rule.reasons import Line, no, unknown
from members.rule.vocabulary import Answer, Missing
from portal.french.regions import LABELS, REGIONS
from portal.french.writing import listed, on_date

FIELD, MERGED = "L2222-1 CT", "L2261-33 CT"


def in_field(text: Text, employer: Employer, links: Links, day: date) -> Line | None:
    """Nothing when the employer is in the field; otherwise why it is not, or why that is not known."""
    applied = set(employer.conventions)
    if applied & set(text.conventions):
        return None
    branches = [branch for branch in text.conventions if branch in links.branches]
    for branch in branches:
        if applied & links.branches[branch]:
            return None
    names = listed(links.name(slug) for slug in text.conventions)
    untold = {
        slug
        for branch in branches
        for slug in applied - set(links.branches) - links.outside.get(branch, frozenset())
    }
    if untold:
        mine = listed(links.name(slug) for slug in sorted(untold))
        told = f"aucune source lue ne dit si {mine} est dans le champ de {names}"
        return unknown(told, FIELD, Missing.CHAMP)
    return attached(text, applied, links, day) or Line(
        Answer.NE_S_APPLIQUE_PAS, f"texte de {names}, convention non appliquée", FIELD, outside=True
    )


def attached(text: Text, applied: set[str], links: Links, day: date) -> Line | None:
    """A merged convention keeps its own texts for five years at most; then those of the other may apply."""
    for tie in links.attachments:
        if tie.convention not in applied or tie.to not in text.conventions or day < tie.on:
            continue
        one, other = links.name(tie.convention), links.name(tie.to)
        merged = f"texte de {other} (rattachement : {one} à {other})"
        if day < tie.term:
            return no(
                f"{merged} : chacune garde ses propres textes jusqu’à un accord commun, et au plus tard "
                f"{on_date(tie.term)}",
                MERGED,
            )
        return unknown(
            f"{merged} : les cinq ans ont pris fin {on_date(tie.term)} ; il s’applique si aucun accord commun "
            "n’a été conclu, ce que les sources lues ne disent pas",
            MERGED,
            Missing.ACCORD_COMMUN,
        )
    return None


def within_limits(text: Text, employer: Employer) -> Line | None:
    """Nothing when the text's own limits let the employer in.

    The territory of a local text rules out an employer only where both regions are of the same list: the
    published table of associations groups some of them in one line.
    """
    if text.regions and employer.region in REGIONS and employer.region not in text.regions:
        where = "de la région" if len(text.regions) == 1 else "des régions"
        return no(f"texte {where} {listed(LABELS[slug] for slug in text.regions)}", FIELD)
    regions = {limit.region: limit.region_name for limit in text.limits if limit.region}
    if regions and employer.region not in regions:
        where = listed(regions.values())
        if not employer.region:
            told = f"ne vaut que dans une région ({where}), et la région n’est pas donnée"
            return unknown(told, FIELD, Missing.REGION)
        return no(f"ne vaut que dans une région : {where}", FIELD)
    for limit in text.limits:
        if limit.fewest is None and limit.most is None:
            continue
        if employer.headcount is None:
            told = f"vaut {sizes(limit)}, et l’effectif n’est pas donné"
            return unknown(told, FIELD, Missing.EFFECTIF)
        if employer.headcount < (limit.fewest or 0) or (
            limit.most is not None and employer.headcount > limit.most
        ):
            return no(f"vaut {sizes(limit)}", FIELD)
    return None


def sizes(limit: Limit) -> str:
    if limit.most is None:
        return f"à partir de {limit.fewest} salariés"
    if limit.fewest is None:
        return f"jusqu’à {limit.most} salariés"
    return f"de {limit.fewest} à {limit.most} salariés"
