"""What the official base, KALI, says of a text: its own title and state, its places, its articles.

These are facts of one source, kept beside the curated ones: what `read` holds was read in KALI by the importer,
and shows where the portal's own facts say otherwise. The HTML of an article is kept as KALI gives it; pages only
ever show the cleaned one, which is compiled at publication.
"""

from django.db import models

from agreements.models.parties import Convention
from agreements.models.texts import Agreement
from portal.french.writing import date_fr

#: Where the official base shows a text, before its KALITEXT.
OFFICIAL_PAGE = "https://www.legifrance.gouv.fr/conv_coll/id/"


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

    class Meta:
        verbose_name = "texte officiel"
        verbose_name_plural = "textes officiels"
        ordering = ["kalitext"]

    def __str__(self):
        return self.title

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
