"""The small base of `dila_kali_archive`, imported: what is recorded before it, and what is recorded of it."""

from datetime import date

from agreements.importers.dila import import_archives
from agreements.models import ArticleVersion
from tests import builders

#: The versions of its articles: number, number of the article, days, state.
SMALL = [
    ("1011", "1011", "2016-01-01", "2017-01-01", "VIGUEUR_NON_ETEN"),
    ("1012", "1011", "2017-01-01", "2020-01-01", "VIGUEUR_ETEN"),
    ("1013", "1011", "2020-01-01", "None", "VIGUEUR_ETEN"),
    ("1021", "1021", "2016-01-01", "None", "VIGUEUR_NON_ETEN"),
]
READ_ON = date(2026, 11, 22)


def record_sector() -> None:
    """The convention of the small base, and the organisations that its text names."""
    basis = {"subject_to_agrement": True, "agrement_basis": "CASF L. 314-6"}
    builders.convention("ccn-66", idcc=413, in_sector=True, **basis)
    for name in ("nexem", "cfdt", "cgt", "fo"):
        builders.organisation(name)


def load(*paths, dry_run: bool = False):
    summaries, _ = import_archives(paths, READ_ON, dry_run, lambda step, count: None)
    return summaries[0] if len(summaries) == 1 else summaries


def versions() -> list[tuple]:
    rows = ArticleVersion.objects.order_by("position", "starts_on")
    days = [(row.kaliarti[-4:], row.article[-4:], str(row.starts_on), str(row.ends_on)) for row in rows]
    return [(*told, row.state) for told, row in zip(days, rows, strict=True)]
