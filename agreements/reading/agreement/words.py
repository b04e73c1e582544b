"""The words of a text on a day.

Where the versions of its articles are imported, those of the day are shown, each with the days of which it has the
words. Elsewhere the official base gives the words that its articles have on the day when it is read: they bear the
day of that reading. There are none before the text exists.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from agreements.compiled.articles import ArticleText
from agreements.compiled.wordings import ArticleWording
from agreements.models import OfficialText
from portal.french.words import Word


class Moment(Word):
    """Which words are shown of a text whose versions are known; those in force prove no effect of the text."""

    OF_THE_DAY = "du-jour", "les mots de ce jour-là"
    LAST = "derniers", "les derniers mots qu’il ait eus, la base officielle n’en donnant plus pour ce jour-là"
    FIRST = (
        "premiers",
        "les premiers mots qu’il ait, la base officielle n’en donnant pas encore pour ce jour-là",
    )


@dataclass(frozen=True)
class Words:
    """The articles of a text, as the official base gives them."""

    articles: list[ArticleText | ArticleWording]
    official: OfficialText
    day: date
    base_read_on: date | None
    moment: Moment | None = None  # where the versions of its articles are known
    versions: Counter = field(default_factory=Counter)  # of each article, by the name of its first

    @property
    def read_on(self) -> date | None:
        """The day of the reading; not known of what the base no longer gives."""
        return None if self.official.gone_on else self.base_read_on

    @property
    def are_of_the_day(self) -> bool:
        """Whether they are the words of the day: by their own days, or since the base was read by then."""
        if self.moment:
            return self.moment is Moment.OF_THE_DAY
        return self.read_on is not None and self.read_on <= self.day


class Version(NamedTuple):
    """When one version of an article has its words."""

    pk: int
    article: str
    kaliarti: str
    starts_on: date | None
    ends_on: date | None
    gone_on: date | None
    whole: bool  # whether the versions of every article of the text are known

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def of_the_moment(versions: list[Version], day: date) -> tuple[Moment, list[Version]]:
    """Among all the versions of a text, in their order, those to show on a day."""
    kept = [version for version in versions if version.starts_on and not version.gone_on]
    if shown := [version for version in kept if version.covers(day)]:
        return Moment.OF_THE_DAY, shown
    if past := [version for version in kept if version.starts_on <= day]:
        ended_on = max(version.ends_on for version in past)
        return Moment.LAST, [version for version in past if version.ends_on == ended_on]
    first_on = min((version.starts_on for version in kept), default=None)
    return Moment.FIRST, [version for version in kept if version.starts_on == first_on]


def with_own_anchors(wordings: list[ArticleWording]) -> list[ArticleWording]:
    """Two versions of one article may stand on one page: the second has an anchor of its own."""
    taken = set()
    for wording in wordings:
        if wording.anchor in taken:
            wording.anchor = wording.kaliarti.lower()
        taken.add(wording.anchor)
    return wordings
