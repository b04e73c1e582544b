"""What ties a text to others, as its life-cycle reads it: the texts of a mirror clause, those which replace it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from agreements.law.vocabulary import AgreementKind, RelationKind
from agreements.models.texts import Relation

#: The relations by which a text depends on another: a mirror binds both, a replacer ends what it replaces.
REPLACING = (RelationKind.REMPLACE, RelationKind.ABROGE)
AMENDING = (RelationKind.AVENANT_A, RelationKind.MODIFIE)
#: What takes the place of stipulations of another text, and has no life of its own (CT L2261-8).
AMENDMENTS = (AgreementKind.AVENANT, AgreementKind.ADDITIF, AgreementKind.RECTIFICATIF)


def ties(agreements: Collection[int], alias: str) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The mirrors of each of these agreements, and its replacers, wherever the relation is recorded."""
    mirrors, replacers = defaultdict(set), defaultdict(set)
    told = Relation.objects.using(alias).exclude(target=None).order_by()
    mirror = told.filter(kind=RelationKind.MIROIR)
    either_end = mirror.filter(Q(agreement__in=agreements) | Q(target__in=agreements))
    for agreement, target in either_end.values_list("agreement", "target"):
        mirrors[agreement].add(target)  # the clause binds both ways, wherever it is recorded
        mirrors[target].add(agreement)
    bases = amended(alias, agreements)
    ended = {*agreements, *(base.text for base in bases.values())}
    replacing, dated = told.filter(kind__in=REPLACING, target__in=ended), {}
    for agreement, target, day in replacing.values_list("agreement", "target", "agreement__dated"):
        replacers[target].add(agreement)
        dated[agreement] = day
    for agreement, base in bases.items():
        replacers[agreement] |= {other for other in replacers[base.text] if base.is_ended_by(dated[other])}
    return mirrors, replacers


class Base(NamedTuple):
    """The only text that an avenant amends, and the day of the avenant."""

    text: int
    amended_on: date | None

    def is_ended_by(self, replaced_on: date | None) -> bool:
        """Whether what replaces the text on a day replaces the avenant too: it does not if it is older."""
        return bool(self.amended_on and replaced_on and self.amended_on < replaced_on)


def amended(alias: str, agreements: Collection[int] | None = None) -> dict[int, Base]:
    """By amendment, the text that it amends, where that is the only one.

    Its stipulations take the place of those of the text (CT L2261-8), and end with it.
    """
    told = Relation.objects.using(alias).filter(kind__in=AMENDING, agreement__kind__in=AMENDMENTS)
    if agreements is not None:
        told = told.filter(agreement__in=agreements)
    found: dict[int, set[Base]] = defaultdict(set)
    for agreement, *base in told.order_by().values_list("agreement", "target", "agreement__dated"):
        found[agreement].add(Base(*base))
    alone = {agreement: bases.pop() for agreement, bases in found.items() if len(bases) == 1}
    return {agreement: base for agreement, base in alone.items() if base.text}
