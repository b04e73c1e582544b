"""Write the versions of articles, as they come: each compared with what is recorded, and written where it differs."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import DateField, Max

from agreements.importers.dila.kali.files import Version
from agreements.importers.dila.kali.stream import Structures
from agreements.importers.report import Outcome, Report
from agreements.models import ArticleVersion

#: Versions that are written at once; fewer, where they are long (in characters).
BATCH, HEAVY = 500, 4_000_000
KIND = "versions d’articles"
COLUMNS = (
    "article",
    "section",
    "number",
    "heading",
    "state",
    "starts_on",
    "ends_on",
    "html",
    "nota",
)
WRITTEN = ("text_id", *COLUMNS, "position", "gone_on", "said_in")


class Versions:
    """What writes the versions of one archive; `texts` gives the row of each text that is held."""

    def __init__(self, report: Report, texts: dict[str, int], stamp: str, structures: Structures):
        self.report, self.texts, self.stamp, self.structures = report, texts, stamp, structures
        self.last: dict[int, int] = {}  # the last place of each text, for articles whose place is not told

    def record(self, versions: Iterable[Version]) -> None:
        batch: dict[str, Version] = {}
        weight = 0
        for version in versions:
            if version.kaliarti in batch or len(batch) == BATCH or weight > HEAVY:
                self.batch(batch)
                batch, weight = {}, 0
            batch[version.kaliarti] = version
            weight += len(version.html)
        self.batch(batch)

    def batch(self, told: dict[str, Version]) -> None:
        held = {row.kaliarti: row for row in ArticleVersion.objects.filter(kaliarti__in=told).order_by()}
        places = {name: self.structures.place(one.kalitext, name) for name, one in told.items()}
        unplaced = [one for name, one in told.items() if name not in held and places[name] is None]
        siblings = places_of_siblings(unplaced) if unplaced else {}
        fresh, changed = [], []
        for kaliarti, version in told.items():
            row = held.get(kaliarti)
            if row and row.said_in > self.stamp:
                continue  # a later archive has said it since
            place = places[kaliarti]
            if row is None:
                row = ArticleVersion(kaliarti=kaliarti, said_in=self.stamp, **self.values(version))
                row.position = self.new_place(row, siblings) if place is None else place
                siblings.setdefault(row.article, row.position)
                fresh.append(row)
            elif self.differs(row, version, place):
                changed.append(row)
        insert(fresh)
        ArticleVersion.objects.bulk_update(changed, WRITTEN, batch_size=50)
        self.report.add(KIND, Outcome.CREATED, len(fresh))
        self.report.add(KIND, Outcome.UPDATED, len(changed))
        self.report.add(KIND, Outcome.UNCHANGED, len(told) - len(fresh) - len(changed))

    def values(self, version: Version) -> dict:
        return {"text_id": self.texts[version.kalitext]} | {name: getattr(version, name) for name in COLUMNS}

    def differs(self, row: ArticleVersion, version: Version, place: int | None) -> bool:
        """Make a row what the file says; whether that changes it."""
        asked = self.values(version) | {"gone_on": None, "position": row.position if place is None else place}
        changed = {name: value for name, value in asked.items() if getattr(row, name) != value}
        for name, value in (changed | {"said_in": self.stamp} if changed else {}).items():
            setattr(row, name, value)
        return bool(changed)

    def new_place(self, row: ArticleVersion, siblings: dict[str, int]) -> int:
        """Where an article stands whose place no structure tells: with its other versions, else the last."""
        if row.article in siblings:
            return siblings[row.article]
        if row.text_id not in self.last:
            rows = ArticleVersion.objects.filter(text=row.text_id)
            self.last[row.text_id] = rows.aggregate(last=Max("position"))["last"] or 0
        self.last[row.text_id] += 1
        return self.last[row.text_id]


def places_of_siblings(versions: Iterable[Version]) -> dict[str, int]:
    """The places of articles of which other versions are recorded."""
    rows = ArticleVersion.objects.filter(article__in={version.article for version in versions})
    return dict(rows.order_by("position").values_list("article", "position"))


def insert(rows: list[ArticleVersion]) -> None:
    """Write new rows, of which hundreds of thousands may come, by one statement that is composed once."""
    fields = [field for field in ArticleVersion._meta.concrete_fields if not field.primary_key]
    quoted = connection.ops.quote_name
    columns, marks = ", ".join(quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    days = {field.attname for field in fields if isinstance(field, DateField)}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(ArticleVersion._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608
            [[told(getattr(row, field.attname), field.attname in days) for field in fields] for row in rows],
        )


def told(value, is_day: bool):
    return connection.ops.adapt_datefield_value(value) if is_day else value
