"""Write what the head of a text says of it: its numbers and its dates; for the sector, its parties and its arrêtés."""

from datetime import date

from agreements.importers.dila.kali.files import Head
from agreements.importers.dila.kali.head_facts import HeadFacts
from agreements.importers.kali.rows import as_json
from agreements.importers.report import Outcome
from agreements.models import OfficialText
from portal.journal.owned import Owned

COLUMNS = ("nor", "bulletin", "published_on", "starts_on", "ends_on")


class Heads:
    """What writes the heads of one archive."""

    def __init__(self, summary, stamp: str, read_on: date, owned: Owned):
        self.report, self.stamp = summary.report, stamp
        self.facts = HeadFacts(summary, read_on, owned)

    def record(self, head: Head, text: OfficialText, in_sector: bool) -> bool:
        """Make the text what its head says; whether that changes anything."""
        if text.said_in > self.stamp:
            return False
        before = self.report.written
        asked = {name: getattr(head, name) for name in COLUMNS}
        if text.streamed:
            asked |= {
                "title": head.title,
                "state": head.state,
                "modified_on": head.modified_on,
                "gone_on": None,
            }
        changed = {name: value for name, value in asked.items() if getattr(text, name) != value}
        if changed:
            for name, value in (changed | {"said_in": self.stamp}).items():
                setattr(text, name, value)
            text.save(update_fields=[*changed, "said_in"])
        if text.streamed and follow(head, text):
            self.report.add("accords", Outcome.UPDATED)
        if in_sector:
            self.facts.record(head, text)
        return bool(changed) or self.report.written > before


def follow(head: Head, text: OfficialText) -> bool:
    """Give the agreement the state of its text, where it still has the one that was read before."""
    agreement = text.agreement
    asked = {"kali_state": head.state, "kali_modified_on": head.modified_on}
    changed = {
        name: value
        for name, value in asked.items()
        if getattr(agreement, name) != value and as_json(getattr(agreement, name)) == text.read.get(name)
    }
    if changed:
        for name, value in changed.items():
            setattr(agreement, name, value)
            text.read[name] = as_json(value)
        agreement.save(update_fields=sorted(changed))
        text.save(update_fields=["read"])
    return bool(changed)
