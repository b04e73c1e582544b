"""The values that official texts set in their own articles, for the measures that people declared.

A measure is declared by people, who know that its series is whole; the importer adds to it what a recognised sentence
sets. What people recorded of the same text and day stays; where it is another figure, the report says so.
"""

from collections import defaultdict

from agreements.importers.kali.corpus import Corpus
from agreements.importers.kali.reading import OfficialReading
from agreements.importers.kali.recorded import PAGE, Recorded
from agreements.importers.kali.wanted import Wanted, WantedAgreement
from agreements.importers.kali.writing import Writer, differing
from agreements.models import Measure, MeasureValue
from portal.french.writing import date_fr

DIFFERS = "valeurs que l’archive dit autrement qu’elles ne sont saisies (la valeur saisie reste)"


def sync_measures(
    writer: Writer, corpus: Corpus, asked_for: Wanted, recorded: Recorded, slugs: dict[str, str]
) -> dict[str, list[str]]:
    """Write the values that the texts of the archive set; give what the report lists."""
    declared = declared_measures()
    texts = {
        recorded.agreements[slug].pk: kalitext for kalitext, slug in slugs.items() if kalitext in corpus.texts
    }
    held = {key_of(row): row for row in MeasureValue.objects.filter(agreement__in=list(texts))}
    fresh, changed, same, asked, differs = [], {}, 0, set(), []
    for agreement, kalitext in sorted(texts.items()):
        for value, measure in values_set(
            corpus.texts[kalitext], asked_for.agreements[slugs[kalitext]], recorded, declared
        ):
            row = held.get((measure.pk, agreement, value.on))
            asked.add((measure.pk, agreement, value.on))
            if row is None:
                fresh.append(
                    MeasureValue(
                        measure=measure,
                        agreement_id=agreement,
                        amount=value.amount,
                        unit=value.unit.value,
                        starts_on=value.on,
                        article=value.article,
                    )
                )
            elif not row.article and row.amount != value.amount:
                differs.append(f"{measure}, {date_fr(value.on)} : {row.amount} saisi, {value.amount} lu")
            elif row.article and (
                values := differing(row, {"amount": value.amount, "article": value.article})
            ):
                changed[row] = values
            else:
                same += 1
    gone = [row for key, row in held.items() if row.article and key not in asked]
    writer.remove("valeurs des mesures", MeasureValue, gone)
    writer.create("valeurs des mesures", MeasureValue, fresh)
    writer.update("valeurs des mesures", MeasureValue, changed)
    writer.same("valeurs des mesures", same)
    writer.link(
        MeasureValue.sources.through,
        [
            {"measurevalue_id": row.pk, "source_id": recorded.sources[PAGE + texts[row.agreement_id]].pk}
            for row in fresh
        ],
    )
    return {DIFFERS: differs} if differs else {}


def declared_measures() -> dict[tuple[int, str], Measure]:
    """The measures by convention and kind, where a convention has one of that kind with values of its own."""
    found = defaultdict(list)
    for measure in Measure.objects.filter(follows=None).select_related("convention"):
        found[measure.convention_id, measure.kind].append(measure)
    return {key: measures[0] for key, measures in found.items() if len(measures) == 1}


def values_set(reading: OfficialReading, asked: WantedAgreement, recorded: Recorded, declared: dict):
    """What a text sets, each with the measure it is of; a local text sets nothing for the whole convention."""
    if recorded.agreements[asked.slug].place:
        return
    fields = asked.conventions | recorded.fields.get(asked.slug, set())
    keys = [recorded.by_slug[convention].pk for convention in sorted(fields)]
    for value in reading.measures.values:
        measures = [declared[key, value.kind.value] for key in keys if (key, value.kind.value) in declared]
        if len(measures) == 1:
            yield value, measures[0]


def key_of(row: MeasureValue) -> tuple:
    return row.measure_id, row.agreement_id, row.starts_on
