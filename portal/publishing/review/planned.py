"""A publication for later: what was looked over is published at its hour, by a timer, if the facts are still those."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal.edition import store
from portal.edition.manifest import EditionError, Manifest, root
from portal.french.writing import date_fr
from portal.publishing import build

FILE = ".prevue.json"
HOUR = re.compile(r"(?P<hour>[01]?\d|2[0-3])\s*[:hH]\s*(?P<minute>[0-5]\d)?")


@dataclass(frozen=True)
class Planned:
    """What is to be published, when, by whom it was looked over; why the timer could not, when it tried."""

    facts: str
    at: str  # ISO 8601, with its offset
    by: str
    note: str = ""
    refused: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    def __str__(self):
        return f"{date_fr(self.moment.date())} à {self.moment:%H h %M}"


def path() -> Path:
    return root() / FILE


def planned() -> Planned | None:
    try:
        return Planned(**json.loads(path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # none, or one that an earlier version wrote
        return None


def plan(facts: str, hour: str, now: datetime, by: str, note: str) -> Planned:
    """For the next time that the clock shows this hour: « 18:30 », « 18 h 30 », « 18 h »."""
    told = HOUR.fullmatch(hour.strip())
    if not told:
        raise EditionError("Écrivez l’heure : « 18:30 » ou « 18 h 30 ».")
    if not facts:
        raise EditionError("Relisez d’abord ce qui changerait.")
    at = now.replace(hour=int(told["hour"]), minute=int(told["minute"] or 0), second=0, microsecond=0)
    made = Planned(facts, (at if at > now else at + timedelta(days=1)).isoformat(), by, note)
    keep(made)
    return made


def keep(made: Planned) -> None:
    store.make_folder()
    path().write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")


def cancel() -> None:
    path().unlink(missing_ok=True)


def publish_planned(now: datetime) -> tuple[Planned, Manifest, Manifest | None] | None:
    """Publish what is planned, once its hour has come; `EditionError` says why it is not, and it stays to be seen."""
    found = planned()
    if found is None or found.refused or now < found.moment:
        return None
    try:
        made, before = build.publish(now, reviewed=found.facts, note=found.note)
    except EditionError as error:
        keep(Planned(**{**asdict(found), "refused": str(error)}))
        raise
    cancel()
    return found, made, before
