"""One version of an article: its words, its days, the other versions, and what changes from one of them to it."""

from functools import cached_property

from agreements.compiled.wordings import ArticleWording
from agreements.models import Agreement, OfficialText
from agreements.reading.agreement.differences import Piece, differences, same_words
from agreements.reading.agreement.rows import agreement_of, versions_of, wordings_of


class NoSuchVersion(LookupError):
    """The article has no version of this identifier."""


class ArticleOnPage:
    """The version that has the identifier `kaliarti` among those of one text; compared to `other`, else to the last."""

    agreement: Agreement
    official: OfficialText

    def __init__(self, slug: str, kaliarti: str, other: str = ""):
        self.agreement, self.official = agreement_of(slug)
        told = versions_of(self.agreement)
        article = next((version.article for version in told if version.kaliarti == kaliarti), None)
        if article is None:
            raise NoSuchVersion(kaliarti)
        versions = wordings_of([version for version in told if version.article == article])
        #: From the oldest; those without a day come last.
        self.versions = sorted(versions, key=lambda one: (one.starts_on is None, one.starts_on, one.kaliarti))
        self.shown = self.named(kaliarti)
        self.compared = self.named(other) if other else self.before

    def named(self, kaliarti: str) -> ArticleWording:
        found = next((version for version in self.versions if version.kaliarti == kaliarti), None)
        if found is None:
            raise NoSuchVersion(kaliarti)
        return found

    @property
    def before(self) -> ArticleWording | None:
        """The version before the one that is shown."""
        place = self.versions.index(self.shown)
        return self.versions[place - 1] if place else None

    @cached_property
    def differences(self) -> list[list[Piece]]:
        """What changes, from the older of the two versions to the younger."""
        older, younger = self.in_order
        return differences(older.html, younger.html)

    @property
    def in_order(self) -> list[ArticleWording]:
        return sorted((self.compared, self.shown), key=self.versions.index)

    @property
    def same_words(self) -> bool:
        return same_words(self.differences)

    @property
    def name(self) -> str:
        return f"Article {self.shown.number}" if self.shown.number else "Article sans numéro"
