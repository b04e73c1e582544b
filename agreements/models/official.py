"""What the official base, KALI, says of a text: its own title and state, its places, its articles.

These are facts of one source, kept beside the curated ones: what `read` holds was read in KALI by the importer,
and shows where the portal's own facts say otherwise. The HTML of an article is kept as KALI gives it; pages only
ever show the cleaned one, which is compiled at publication.

DILA publishes the base twice. The package for npm has the texts in force, each article in its present words
(`Article`). The archives have the heads of the texts too, and every version of every article (`ArticleVersion`).
"""

from django.db import models

from agreements.law.names.official import in_prose
from agreements.models.parties import Convention
from agreements.models.texts import Agreement
from portal.french.writing import date_fr

#: Where the official base shows a text, before its KALITEXT.
OFFICIAL_PAGE = "https://www.legifrance.gouv.fr/conv_coll/id/"
#: The base itself, as a source: read again whole, its texts keep the day on which each was read first.
OFFICIAL_BASE = {
    "title": "Base officielle des conventions collectives (KALI)",
    "url": "https://www.legifrance.gouv.fr/liste/idcc",
}


class OfficialText(models.Model):
    agreement = models.OneToOneField(
        Agreement, models.CASCADE, related_name="official", verbose_name="accord"
    )
    kalitext = models.CharField("identifiant KALITEXT", max_length=20, unique=True)
    title = models.CharField("titre officiel", max_length=1000)
    state = models.CharField("état selon KALI", max_length=30, blank=True)
    modified_on = models.DateField("modifié selon KALI le", null=True, blank=True)
    read = models.JSONField("ce que l’import y a lu", default=dict, blank=True)
    gone_on = models.DateField("absent de la source depuis le", null=True, blank=True)
    nor = models.CharField("NOR", max_length=20, blank=True)
    bulletin = models.CharField("numéro du Bulletin officiel", max_length=20, blank=True)
    published_on = models.DateField("publié au Bulletin officiel le", null=True, blank=True)
    starts_on = models.DateField("en vigueur selon KALI du", null=True, blank=True)
    ends_on = models.DateField("en vigueur selon KALI jusqu’au (exclu)", null=True, blank=True)
    streamed = models.BooleanField("tenu des seules archives de la DILA", default=False)
    said_in = models.CharField("dernière archive qui l’a dit", max_length=15, blank=True)

    class Meta:
        verbose_name = "texte officiel"
        verbose_name_plural = "textes officiels"
        ordering = ["kalitext"]

    def __str__(self):
        return self.title

    @property
    def spoken_title(self) -> str:
        """Its official title, as it stands in a sentence."""
        return in_prose(self.title).rstrip(".")

    @property
    def url(self) -> str:
        return f"{OFFICIAL_PAGE}{self.kalitext}"


class OfficialPlace(models.Model):
    """Where KALI holds a text: in which convention, under which heading."""

    text = models.ForeignKey(OfficialText, models.CASCADE, related_name="places", verbose_name="texte")
    convention = models.ForeignKey(
        Convention, models.PROTECT, related_name="places", verbose_name="convention"
    )
    heading = models.CharField("rubrique", max_length=200, blank=True)
    position = models.PositiveIntegerField("rang", default=0)
    gone_on = models.DateField("absent de la source depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "emplacement"
        ordering = ["convention", "position"]
        constraints = [models.UniqueConstraint(fields=["text", "convention"], name="place_once")]

    def __str__(self):
        gone = f" (absent de la source depuis le {date_fr(self.gone_on)})" if self.gone_on else ""
        return f"{self.convention} : {self.heading}{gone}"


class Article(models.Model):
    """An article of a text, in the words and the HTML of KALI."""

    text = models.ForeignKey(OfficialText, models.CASCADE, related_name="articles", verbose_name="texte")
    kaliarti = models.CharField("identifiant KALIARTI", max_length=20, unique=True)
    position = models.PositiveIntegerField("rang")
    section = models.TextField("titres et chapitres", blank=True)  # from the outermost, one a line
    number = models.CharField("numéro", max_length=200, blank=True)
    heading = models.TextField("intitulé", blank=True)
    state = models.CharField("état selon KALI", max_length=30, blank=True)
    html = models.TextField("texte", blank=True)
    nota = models.TextField("nota", blank=True)
    history = models.TextField("historique", blank=True)

    class Meta:
        verbose_name = "article"
        ordering = ["text", "position"]

    def __str__(self):
        return f"article {self.number}" if self.number else self.kaliarti


class ArticleVersion(models.Model):
    """One version of an article, with the days of which it has the words, in the HTML of KALI."""

    text = models.ForeignKey(OfficialText, models.CASCADE, related_name="versions", verbose_name="texte")
    kaliarti = models.CharField("identifiant KALIARTI", max_length=20, unique=True)
    article = models.CharField("identifiant de sa première version", max_length=20, db_index=True)
    position = models.PositiveIntegerField("rang")
    section = models.TextField("titres et chapitres", blank=True)  # from the outermost, one a line
    number = models.CharField("numéro", max_length=200, blank=True)
    heading = models.TextField("intitulé", blank=True)
    state = models.CharField("état selon KALI", max_length=30, blank=True)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au (exclu)", null=True, blank=True)
    html = models.TextField("texte", blank=True)
    nota = models.TextField("nota", blank=True)
    gone_on = models.DateField("absent de la source depuis le", null=True, blank=True)
    said_in = models.CharField("dernière archive qui l’a dit", max_length=15, blank=True)

    class Meta:
        verbose_name = "version d’article"
        verbose_name_plural = "versions d’articles"
        ordering = ["text", "position", "starts_on", "kaliarti"]

    def __str__(self):
        since = f", version du {date_fr(self.starts_on)}" if self.starts_on else ""
        return f"article {self.number or self.kaliarti}{since}"
