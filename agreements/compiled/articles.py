"""The words of the texts as pages show them: the official HTML, cleaned once, at publication.

Only tags and attributes that are named here go through. There is no link, no image, no style: an article brings
nothing that a browser would fetch or run. What looks like a tag and is none (« < 5 dioptries ») is kept as words.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

import nh3
from django.db import models
from django.utils.safestring import SafeString
from django.utils.text import slugify

from agreements.compiled.index_tables import ROOM
from agreements.compiled.masking import masked
from agreements.models import Agreement
from portal.french.writing import written

#: What is kept; the words within any other tag are kept without it.
TAGS = {
    *("p", "br", "hr", "div", "blockquote", "pre"),
    *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
    *("b", "strong", "i", "em", "u", "sub", "sup", "small"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
#: Known tags that are dropped, and those whose content goes with them; any other « <word » is not a tag.
DROPPED = {
    *(
        "a",
        "abbr",
        "article",
        "body",
        "button",
        "center",
        "cite",
        "code",
        "embed",
        "font",
        "footer",
        "form",
        "h1",
    ),
    *(
        "head",
        "header",
        "html",
        "iframe",
        "img",
        "input",
        "label",
        "link",
        "main",
        "meta",
        "nav",
        "object",
        "option",
    ),
    *(
        "s",
        "section",
        "select",
        "span",
        "strike",
        "svg",
        "math",
        "textarea",
        "tt",
        "audio",
        "video",
        "source",
        "base",
    ),
}
SILENCED = {"script", "style", "template", "noscript", "title"}
NOT_A_TAG = re.compile(rf"<(?!/?(?:{'|'.join(sorted(TAGS | DROPPED | SILENCED))})\b|!--)", re.IGNORECASE)
SPAN = re.compile(r"[1-9]\d{0,2}")
TAG = re.compile(r"<[^>]*>")


class CleanHtml(models.TextField):
    """HTML that `clean` let through, at publication: the only markup that pages show as it is."""

    def get_internal_type(self):
        return "TextField"

    def from_db_value(self, value, expression, connection):
        return SafeString(value or "")


class ArticleText(models.Model):
    """An article, ready to be shown: its anchor on the page, what it stands under, its clean HTML."""

    agreement = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="articles")
    position = models.PositiveIntegerField("rang")
    anchor = models.CharField("ancre", max_length=80)
    kaliarti = models.CharField("identifiant KALIARTI", max_length=20)
    section = models.TextField("titres et chapitres")  # from the outermost, one a line
    number = models.CharField("numéro", max_length=200)
    heading = models.TextField("intitulé")
    state = models.CharField("état selon KALI", max_length=30)
    html = CleanHtml("texte")
    nota = CleanHtml("nota")
    history = models.TextField("historique")

    class Meta:
        managed = False
        verbose_name = "article publié"
        verbose_name_plural = "articles publiés"
        ordering = ["pk"]
        indexes = [models.Index(fields=["kaliarti"], name="article_of_kaliarti")]

    def __str__(self):
        return self.anchor

    @property
    def sections(self) -> list[str]:
        return self.section.split("\n") if self.section else []


#: What an article says, and what of it is HTML.
COLUMNS = ("number", "heading", "state", "html", "nota", "history", "kaliarti", "section")
HTML = ("html", "nota")


def articles_of(number: int, rows: Iterable[dict]) -> Iterator[ArticleText]:
    """The articles of one agreement, cleaned, in their order; `number` is the one that the edition gives it."""
    anchors: dict[str, int] = {}
    for rank, row in enumerate(rows):
        told = {name: shown(row.get(name, ""), name in HTML) for name in COLUMNS}
        yield ArticleText(
            pk=number * ROOM + rank,
            agreement_id=number,
            position=row["position"],
            anchor=anchor_of(told["number"], anchors),
            **told,
        )


def shown(told: str, html: bool) -> str:
    """What a page may show of an article: clean, as it is written, and with nobody's address or number."""
    if not told:
        return ""
    told = written(told)
    return masked(clean(told) if html else told)


def clean(html: str) -> str:
    """HTML that a page may hold as it is."""
    return CLEANER.clean(NOT_A_TAG.sub("&lt;", html)).strip() if html else ""


def only_spans(tag: str, name: str, value: str) -> str | None:
    """Keep « colspan="3" » and « scope="row" », and nothing else in their place."""
    if name == "scope":
        return value if value in ("row", "col") else None
    return value if SPAN.fullmatch(value) else None


#: Made once: what it is told costs as much to read as an article to clean.
CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=SILENCED,
    attributes=ATTRIBUTES,
    attribute_filter=only_spans,
    link_rel=None,
    url_schemes=set(),
)


def anchor_of(number: str, taken: dict[str, int]) -> str:
    """« article-3 », then « article-3-2 » for another of the same number on the page; « preambule » has none."""
    plain = f"article-{slugify(number)}"[:70].strip("-") if slugify(number) else "sans-numero"
    taken[plain] = taken.get(plain, 0) + 1
    return plain if taken[plain] == 1 else f"{plain}-{taken[plain]}"


def spoken(articles: Iterable[ArticleText]) -> dict[int, str]:
    """What each article says, heading and text."""
    return {article.pk: f"{article.heading} {plain(article.html)}" for article in articles}


def plain(html: str) -> str:
    """The words of clean HTML, without its tags."""
    return unescape(TAG.sub(" ", html))
