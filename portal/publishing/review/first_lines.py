"""What the writings of people change of the texts that they tell, worked out at once, while the whole is compiled."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.db.models import Q

from agreements.law.facts import Situation
from agreements.law.lifecycle import situations
from agreements.models import Agreement
from agreements.models.facts_of import all_facts, with_facts
from portal.journal.changes import changes
from portal.journal.models import Entry
from portal.publishing.review.turns import Turn, folded, turned

#: More texts would keep the first lines waiting.
MOST = 300
#: The rows that are told of a text: how one gets from the text to them.
WAYS = {
    "agreements.agreement": "pk",
    "agreements.event": "events",
    "agreements.signature": "signatures",
    "agreements.citation": "citations",
    "agreements.relation": "relations",
    "agreements.act": "events__act",
}


def first_lines(
    before: Path | None, entries: Iterable[Entry], day: date
) -> list[tuple[Agreement, list[Turn]]]:
    """The texts that these entries tell and that still are there, with what their tracks say anew on a day."""
    texts = list(with_facts(Agreement.objects.filter(pk__in=told_by(entries))))
    facts = all_facts(texts)
    now = folded(row for text in texts for row in rows_of(text.slug, situations(facts[text.pk]), day))
    told = turned(before, now, [text.slug for text in texts], day)
    return sorted(
        ((text, told.get(text.slug, [])) for text in texts), key=lambda one: (not one[1], one[0].slug)
    )


def told_by(entries: Iterable[Entry]) -> list[int]:
    keys = defaultdict(set)
    for entry in entries:
        for change in changes(entry):
            keys[change.row.kind].add(change.row.key)
            if change.of and change.of[0] == "agreement":  # a row that may be gone
                keys["agreements.agreement"].add(change.of[1])
    asked = Q()
    for kind, way in WAYS.items():
        if held := [key for key in keys[kind] if key.isdecimal()]:
            asked |= Q(**{f"{way}__in": held})
    if not asked:
        return []
    return list(Agreement.objects.filter(asked).order_by("pk").values_list("pk", flat=True).distinct()[:MOST])


def rows_of(slug: str, lived: list[Situation], day: date) -> Iterator[tuple]:
    """The situations of a text up to a day, as an edition would hold them."""
    for one in lived:
        if one.starts_on <= day:
            told = (
                (state.word.value, state.certainty.value if state.certainty else "") for state in one.states
            )
            yield slug, one.starts_on.isoformat(), *(value for pair in told for value in pair)
