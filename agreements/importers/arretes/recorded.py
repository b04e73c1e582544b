"""What the editing database holds, as decisions are matched with it; read in three queries."""

from collections import defaultdict

from agreements.importers.arretes.matching import Recorded, RecordedField, RecordedText
from agreements.models import Agreement, Convention


def recorded_now() -> Recorded:
    fields = [RecordedField(*row) for row in Convention.objects.order_by("slug").values_list("slug", "idcc")]
    conventions = defaultdict(set)
    held = Agreement.conventions.through.objects.values_list("agreement_id", "convention__slug")
    for agreement, convention in held:
        conventions[agreement].add(convention)
    columns = ("pk", "slug", "kind", "number", "dated", "place", "kalitext", "official__kalitext")
    rows = Agreement.objects.order_by("slug").values_list(*columns)
    texts = [
        RecordedText(slug, kind, number, dated, frozenset(conventions[pk]), place, own or official or "")
        for pk, slug, kind, number, dated, place, own, official in rows
    ]
    return Recorded(fields, texts)
