"""The values that official texts set in their own articles, for the measures that people declared.

A measure is declared by people, who know that its series is whole; the importer adds to it what a recognised sentence
sets. What people recorded of the same text and day stays; where it is another figure, the report says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.importers.measures.articles import SetValue
from agreements.models import Measure, MeasureValue
from portal.french.writing import date_fr
from portal.journal.owned import Owned

KIND = "valeurs des mesures"
DIFFERS = "valeurs que l’archive dit autrement qu’elles ne sont saisies (la valeur saisie reste)"


@dataclass(frozen=True)
class OfficialValues:
    """What one text of the archive sets, by the numbers of its agreement, of its conventions and of its page."""

    agreement: int
    conventions: tuple[int, ...]
    source: int
    values: tuple[SetValue, ...]


def sync_measures(writer, texts: Iterable[OfficialValues], owned: Owned) -> dict[str, list[str]]:
    """Write, with the writer of the import, the values that these texts set; give what the report lists."""
    texts = sorted(texts, key=lambda text: text.agreement)
    declared, asked = declared_measures(), set()
    held = {
        key_of(row): row
        for row in MeasureValue.objects.filter(agreement__in=[one.agreement for one in texts])
    }
    fresh, changed, same, differs = [], {}, 0, []
    for text in texts:
        for value, measure in set_by(text, declared):
            key = (measure.pk, text.agreement, value.on)
            asked.add(key)
            row = held.get(key)
            told = {"amount": value.amount, "unit": value.unit.value, "article": value.article}
            if row is None:
                named = {"measure": measure, "agreement": text.agreement, "starts_on": value.on}
                if owned.was_told(MeasureValue, **named):
                    continue
                row = MeasureValue(measure=measure, agreement_id=text.agreement, starts_on=value.on, **told)
                fresh.append((row, text.source))
            elif not row.article and row.amount != value.amount:
                differs.append(f"{measure}, {date_fr(value.on)} : {row.amount} saisi, {value.amount} lu")
            elif row.article and (values := owned.differing(row, told)):
                changed[row] = values
            else:
                same += 1
    left = [row for key, row in held.items() if row.article and key not in asked]
    writer.remove(KIND, MeasureValue, [row for row in left if not owned.is_of_editors(row)])
    writer.create(KIND, MeasureValue, [row for row, _ in fresh])
    writer.update(KIND, MeasureValue, changed)
    writer.same(KIND, same)
    links = [{"measurevalue_id": row.pk, "source_id": source} for row, source in fresh]
    writer.link(MeasureValue.sources.through, links)
    return {DIFFERS: differs} if differs else {}


def declared_measures() -> dict[tuple[int, str], Measure]:
    """The measures by convention and kind, where a convention has one of that kind with values of its own."""
    found = defaultdict(list)
    for measure in Measure.objects.filter(follows=None).select_related("convention"):
        found[measure.convention_id, measure.kind].append(measure)
    return {key: measures[0] for key, measures in found.items() if len(measures) == 1}


def set_by(text: OfficialValues, declared: dict) -> Iterator[tuple[SetValue, Measure]]:
    """What a text sets, each with the measure it is of, where it can only be one."""
    for value in text.values:
        keys = [(convention, value.kind.value) for convention in text.conventions]
        measures = [declared[key] for key in keys if key in declared]
        if len(measures) == 1:
            yield value, measures[0]


def key_of(row: MeasureValue) -> tuple:
    return row.measure_id, row.agreement_id, row.starts_on
