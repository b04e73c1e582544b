"""The page of one version of an article, with its JSON twin: its address is the one that the official base gives it."""

from django import forms
from django.http import Http404

from agreements.models import Agreement
from agreements.pages.articles.as_json import version_json
from agreements.reading.agreement.article import ArticleOnPage, NoSuchVersion
from portal.web.addresses import absolute, page
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import read, reads


class Compared(forms.Form):
    avec = forms.SlugField(label="Autre version", required=False, max_length=20)


def article_or_404(slug: str, kaliarti: str, other: str = "") -> ArticleOnPage:
    try:
        return ArticleOnPage(slug, kaliarti, other)
    except (Agreement.DoesNotExist, NoSuchVersion) as error:
        raise Http404("Aucune version d’un article de ce texte ne porte cet identifiant.") from error


def asked(request, slug: str, kaliarti: str) -> tuple[ArticleOnPage, list[str]]:
    """The version and the one it is compared to; why the other is refused, where it is none of the article's."""
    article, form = article_or_404(slug, kaliarti), read(request, Compared)
    other = form.cleaned_data.get("avec", "") if form.is_valid() else "?"
    if other:
        try:
            article = ArticleOnPage(slug, kaliarti, other)
        except NoSuchVersion:
            return article, ["avec : ce n’est pas l’identifiant d’une version de cet article."]
    return article, []


@reads(Compared)
def article_version(request, slug, kaliarti):
    article, refusals = asked(request, slug, kaliarti)
    if refusals:
        return bad_request(request, refusals, as_json=False)
    return page_of(
        request,
        "pages/article.html",
        "agreements",
        article=article,
        differences=article.differences if article.compared else [],
        permanent_url=absolute(page("article", slug, kaliarti)),
    )


@reads(Compared)
def article_version_json(request, slug, kaliarti):
    article, refusals = asked(request, slug, kaliarti)
    if refusals:
        return bad_request(request, refusals, as_json=True)
    return json_page(request, version_json(article))
