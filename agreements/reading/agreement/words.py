"""The words of a text on a day.

The official base gives the words that its articles have on the day when it is read, and not those of every day: they
bear the day of that reading, and there are none before the text exists.
"""

from dataclasses import dataclass
from datetime import date

from agreements.compiled.articles import ArticleText
from agreements.models import OfficialText


@dataclass(frozen=True)
class Words:
    """The articles of a text, as the official base gives them."""

    articles: list[ArticleText]
    official: OfficialText
    day: date
    base_read_on: date | None

    @property
    def read_on(self) -> date | None:
        """The day of the reading; not known of what the base no longer gives."""
        return None if self.official.gone_on else self.base_read_on

    @property
    def are_of_the_day(self) -> bool:
        """Whether the day is that of the reading, or comes after it."""
        return self.read_on is not None and self.read_on <= self.day
