"""The versions of articles as pages show them: the words that each had, from one day to another.

An edition holds once the words that an article still has: a version that has them too names the article, and keeps
none of its own. Where the versions of a text are not imported, there is none here, and nothing is said of past words.
"""

from collections.abc import Iterator
from datetime import date

from django.db import models

from agreements.compiled.articles import ArticleText, CleanHtml, anchor_of, plain, shown
from agreements.compiled.index_tables import ROOM
from agreements.models import Agreement
from portal.french.dates import ONE_DAY


class ArticleWording(models.Model):
    """One version of an article, with the days of which it has the words."""

    agreement = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="wordings")
    position = models.PositiveIntegerField("rang")
    anchor = models.CharField("ancre", max_length=80)
    article = models.CharField("identifiant de sa première version", max_length=20)
    kaliarti = models.CharField("identifiant KALIARTI", max_length=20)
    section = models.TextField("titres et chapitres")  # from the outermost, one a line
    number = models.CharField("numéro", max_length=200)
    heading = models.TextField("intitulé")
    state = models.CharField("état selon KALI", max_length=30)
    starts_on = models.DateField("du", null=True)
    ends_on = models.DateField("au (exclu)", null=True)
    gone_on = models.DateField("absent de la source depuis le", null=True)
    whole = models.BooleanField("toutes les versions du texte sont connues")
    text = models.ForeignKey(
        ArticleText,
        models.DO_NOTHING,
        null=True,
        related_name="wordings",
        verbose_name="article aux mêmes mots",
    )
    html = CleanHtml("texte")
    nota = CleanHtml("nota")

    class Meta:
        managed = False
        verbose_name = "version publiée d’un article"
        verbose_name_plural = "versions publiées d’articles"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.anchor}, version du {self.starts_on}"

    @property
    def sections(self) -> list[str]:
        return self.section.split("\n") if self.section else []

    @property
    def last_day(self) -> date | None:
        """The last day on which it has its words; none while it has no end."""
        return self.ends_on - ONE_DAY if self.ends_on else None

    @property
    def ended_otherwise(self) -> bool:
        """Whether the base says that it is no longer in force, and not since when."""
        return not (self.ends_on or self.state.startswith("VIGUEUR"))


#: What is read of a version, as it is recorded.
SAID = ("number", "heading", "state", "html", "nota", "kaliarti", "section")
DAYS = ("article", "starts_on", "ends_on", "gone_on")
HTML = ("html", "nota")


def wordings_of(number: int, present: list[ArticleText], versions: list[dict]) -> Iterator[ArticleWording]:
    """The versions of the articles of one agreement, beside those that its page shows as the present ones."""
    by_name = {article.kaliarti: article for article in present}
    whole = by_name.keys() <= {told["kaliarti"] for told in versions}
    anchors = anchors_of(present, versions)
    for rank, told in enumerate(versions):
        values = {name: shown(told[name], name in HTML) for name in SAID}
        same = by_name.get(told["kaliarti"])
        if same and all(letters(getattr(same, name)) == letters(values[name]) for name in HTML):
            values |= {"text_id": same.pk, "html": "", "nota": ""}
        yield ArticleWording(
            pk=number * ROOM + rank,
            agreement_id=number,
            position=told["position"],
            anchor=anchors[told["article"]],
            whole=whole,
            **values,
            **{name: told[name] for name in DAYS},
        )


def letters(html: str) -> str:
    """What clean HTML says, without its tags and spaces: the package and the archives do not write them alike."""
    return "".join(plain(html).split())


def anchors_of(present: list[ArticleText], versions: list[dict]) -> dict[str, str]:
    """The anchor of each article, whatever its version: that of the present one, else one that no other has."""
    named = {article.kaliarti: article.anchor for article in present}
    taken = {article.anchor: 1 for article in present}
    anchors: dict[str, str] = {}
    for told in versions:
        if told["kaliarti"] in named:
            anchors[told["article"]] = named[told["kaliarti"]]
    for told in reversed(versions):
        if told["article"] not in anchors:
            anchors[told["article"]] = anchor_of(told["number"], taken)
    return anchors


def last_wordings(versions: list[dict]) -> list[dict]:
    """The articles of a text of which only versions are held, each in its last words, in their order."""
    kept = [told for told in versions if not told["gone_on"]] or versions
    last = {told["article"]: told for told in sorted(kept, key=lambda told: told["starts_on"] or date.max)}
    return sorted(last.values(), key=lambda told: (told["position"], told["kaliarti"]))
