"""What a fact would change of the agreements, and what is odd in it: said before it is written, then confirmed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256

from agreements.admin.state import Change, Life, changes, life
from agreements.law.guards.contradictions import doubts, impossible
from agreements.models import Agreement
from agreements.models.facts_of import all_facts, with_facts
from portal.web import as_of

CONFIRM = "_confirmer"


@dataclass(frozen=True)
class Stand:
    """An agreement as it stands: its life, what is impossible in it, what is doubtful."""

    text: Agreement
    life: Life
    impossible: list[str]
    doubts: list[str]


@dataclass(frozen=True)
class Changed:
    text: Agreement
    changes: list[Change]


@dataclass(frozen=True)
class Consequences:
    """What follows from a writing: what is refused, what is asked, which texts say something else."""

    refused: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """What a confirmation confirms: these sentences and these changes, and no others."""
        told = [*self.asked, *(f"{one.text.pk} {one.changes}" for one in self.changed)]
        return sha256("\n".join(told).encode()).hexdigest()[:16]


def stands(pks: Collection[int]) -> dict[int, Stand]:
    texts = list(with_facts(Agreement.objects.filter(pk__in=pks)))
    facts = all_facts(texts)
    return {
        text.pk: Stand(
            text,
            life(facts[text.pk], text.events.all(), as_of.today()),
            impossible(facts[text.pk]),
            doubts(facts[text.pk]),
        )
        for text in texts
    }


def consequences(
    before: dict[int, Stand], after: dict[int, Stand], also: Collection[str] = ()
) -> Consequences:
    """What was not so before; `also` are the questions of the form itself."""
    found = Consequences(asked=list(also))
    for pk, stand in after.items():
        was = before.get(pk)
        named = f"{stand.text.reference} : " if len(after) > 1 else ""
        found.refused.extend(
            f"{named}{one}" for one in stand.impossible if not was or one not in was.impossible
        )
        found.asked.extend(f"{named}{one}" for one in stand.doubts if not was or one not in was.doubts)
        if was and (told := changes(was.life, stand.life)):
            found.changed.append(Changed(stand.text, told))
    return found


class Refusal(Exception):
    """Nothing is written: why, with what is to be chosen or confirmed before it is."""

    def __init__(self, reason: str, differences: Collection = (), asked: Consequences | None = None):
        super().__init__(reason)
        self.reason, self.differences, self.asked = reason, list(differences), asked


def confirm(request, found: Consequences, shows_changes: bool) -> None:
    """Refuse what cannot be; let what is odd, or changes texts, through only once it is confirmed as it is."""
    if found.refused:
        raise Refusal(" ".join(found.refused))
    to_confirm = found.asked or (found.changed and shows_changes)
    if to_confirm and request.POST.get(CONFIRM) != found.seal:
        raise Refusal("Relisez ce qui suit, et confirmez-le.", asked=found)
