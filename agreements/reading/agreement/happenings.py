"""The facts of an agreement as they are shown."""

from dataclasses import dataclass
from datetime import date

from agreements.law.facts import Fact
from agreements.law.sentence_words import news_on
from agreements.models import Act, Source
from agreements.reading.events import Told
from portal.french.writing import date_fr


@dataclass(frozen=True)
class Happening(Told):
    """One fact as it is shown: the same act told twice is one happening, with all its sources."""

    fact: Fact
    known: bool  # on the day of the page
    act_name: str = ""  # « arrêté de refus d’agrément du 23 octobre 2003 »

    @property
    def name(self) -> str:
        return str(self.event)

    @property
    def act(self) -> Act | None:
        return self.event.act

    @property
    def dated(self) -> str:
        """Its own date in words, or that of its act; nothing when it is not known."""
        return date_fr(self.act.on) if self.act else date_fr(self.event.on, self.event.precision)

    @property
    def news_on(self) -> str:
        """The day of what it tells as the last news of a procedure; nothing when it is not known."""
        return news_on(self.fact)

    @property
    def published_on(self) -> date | None:
        return self.act.published_on if self.act else None

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(source for event in self.events for source in event.sources.all()))

    @property
    def counts_from(self) -> date:
        return self.fact.counts_from

    @property
    def is_dated(self) -> bool:
        return bool(self.fact.on or self.fact.published_on)
