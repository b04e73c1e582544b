"""What a publication would take away from readers: past one fact in twenty it stops, and asks for the exact number."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.models import Agreement, Event, Signature
from portal.edition.manifest import EditionError, Manifest
from portal.edition.store import opened
from portal.french.writing import grouped

#: What may go without a word, of each hundred.
LITTLE = 5
KINDS = {
    Agreement: ("texte", "textes"),
    Signature: ("signature", "signatures"),
    Event: ("événement", "événements"),
}
BATCH = 1_000


class LossError(EditionError):
    """A publication that takes away too much to be made without a word."""


@dataclass(frozen=True)
class Loss:
    kind: tuple[str, str]
    count: int
    among: int

    @property
    def is_large(self) -> bool:
        return 100 * self.count > LITTLE * self.among

    def __str__(self):
        one, several = self.kind
        return f"{grouped(self.count)} {one if self.count < 2 else several} sur {grouped(self.among)}"


def refuse_a_large_loss(before: Manifest | None, database: str, accepted: int | None) -> None:
    """Stop unless what is lost since the edition before is little, or accepted to the unit."""
    if before is None:
        return
    lost = list(losses(before))
    reasons = []
    if before.database and before.database != database:
        reasons.append(
            f"Elle vient d’une autre base ({database}) que l’édition {before.number} ({before.database})."
        )
    if any(loss.is_large for loss in lost):
        reasons.append(f"Elle perd {', '.join(str(loss) for loss in lost if loss.count)}.")
    total = sum(loss.count for loss in lost)
    if reasons and accepted != total:
        asked = f"Si c’est bien ce que vous voulez : python3 manage.py publish --accepter-perte {total}"
        raise LossError("\n".join(["L’édition n’est pas publiée.", *reasons, asked]))


def losses(before: Manifest) -> Iterator[Loss]:
    """Of each kind, how many fewer there are; of texts, how many of those before are gone, whatever came."""
    for model, kind in KINDS.items():
        was, now = before.counts.get(model._meta.db_table, 0), model.objects.using("default").count()
        fewer = max(0, was - now)
        yield Loss(kind, max(fewer, withdrawn(before)) if model is Agreement else fewer, was)


def withdrawn(before: Manifest) -> int:
    """How many texts of an edition are not among the facts any more; 0 when it cannot be opened."""
    slugs = Agreement.objects.using("default").order_by("pk").values_list("slug", flat=True)
    table = Agreement._meta.db_table
    among = f"SELECT count(*) FROM {table} WHERE slug IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own name
    try:
        with opened(before.path) as edition:
            there = edition.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own name
            for batch in batches(slugs.iterator(chunk_size=BATCH)):
                there -= edition.execute(among, [json.dumps(batch)]).fetchone()[0]
    except sqlite3.Error:  # its manifest is left to count by
        return 0
    return there


def batches(values: Iterator[str]) -> Iterator[list[str]]:
    while batch := [value for _, value in zip(range(BATCH), values, strict=False)]:
        yield batch
