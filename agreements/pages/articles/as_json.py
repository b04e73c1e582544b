"""The words of a text in JSON: its articles as its page shows them, and each of their versions."""

from agreements.compiled.articles import ArticleText
from agreements.compiled.wordings import ArticleWording
from agreements.models import OfficialText
from agreements.pages.as_json import iso
from agreements.reading.agreement.article import ArticleOnPage
from agreements.reading.agreement.words import Words
from portal.web.addresses import page


def words_of_text_json(words: Words | None, slug: str) -> dict:
    """The articles, the day on which the official base was read, and whether they are the words of the day asked."""
    if words is None:
        return {}
    return {
        "articles": [
            article_json(article) | (dated_json(article, slug) if words.moment else {})
            for article in words.articles
        ],
        "articles_version": {
            "base_officielle": iso(words.read_on),
            "du_jour": words.are_of_the_day,
            **({"mots": words.moment.value} if words.moment else {}),
        },
    }


def official_text_json(official: OfficialText | None) -> dict:
    """What the head of the text says in the official base, where it was read."""
    told = (
        {
            "nor": official.nor or None,
            "bulletin": official.bulletin or None,
            "publie_le": iso(official.published_on),
            "en_vigueur_du": iso(official.starts_on),
            "en_vigueur_au": iso(official.ends_on),
        }
        if official
        else {}
    )
    return {"texte_officiel": told} if any(told.values()) else {}


def dated_json(wording: ArticleWording, slug: str) -> dict:
    """Since which day a version has the words, until which one it had them, as situations tell it; its page."""
    return {
        "du": iso(wording.starts_on),
        "au": iso(wording.ends_on),
        "url": page("article", slug, wording.kaliarti),
    }


def version_json(article: ArticleOnPage) -> dict:
    """One version of an article, the days of all of them, and what changes from another one."""
    slug, shown = article.agreement.slug, article.shown
    return {
        "accord": slug,
        **article_json(shown),
        **dated_json(shown, slug),
        "retire_le": iso(shown.gone_on),
        "nota": shown.nota or None,
        "versions": [
            {"kaliarti": one.kaliarti, "etat": one.state or None, **dated_json(one, slug)}
            for one in article.versions
        ],
        "differences": {
            "de": article.in_order[0].kaliarti,
            "a": article.in_order[1].kaliarti,
            "paragraphes": [
                [{"genre": piece.change.value, "mots": piece.words} for piece in pieces]
                for pieces in article.differences
            ],
        }
        if article.compared
        else None,
    }


def article_json(article: ArticleText | ArticleWording) -> dict:
    return {
        "ancre": article.anchor,
        "kaliarti": article.kaliarti,
        "numero": article.number or None,
        "intitule": article.heading or None,
        "sections": article.sections,
        "etat": article.state or None,
        "html": article.html,
    }
