"""The words of search, the identifiers that became others, and what is read of the official base, not written here."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.html import strip_tags

from agreements.admin.base import FactAdmin
from agreements.models import FormerIdentifier, OfficialText, Synonym
from portal.french.analyser import fold
from portal.web.admin_site import site


class SynonymForm(forms.ModelForm):
    def clean_word(self):
        """As search compares it: two spellings of one word are one word."""
        word = fold(self.cleaned_data["word"]).replace(" ", "")
        if not word:
            raise forms.ValidationError("Ce mot n’a ni lettre ni chiffre.")
        return word


@admin.register(Synonym, site=site)
class SynonymAdmin(FactAdmin):
    new = "Ajouter un synonyme"
    form = SynonymForm
    list_display = ("word", "meaning")
    search_fields = ("word", "meaning")
    examples = {
        "word": "Un seul mot, tel qu’on le tape. Ex. : « CHRS », « mutuelle ».",
        "meaning": "Ce que les textes écrivent. Ex. : « complémentaire santé ».",
    }


@admin.register(FormerIdentifier, site=site)
class FormerIdentifierAdmin(FactAdmin):
    new = "Ajouter un ancien identifiant"
    list_display = ("slug", "becomes", "of", "reason")
    list_filter = ("of",)
    search_fields = ("slug", "becomes")
    examples = {
        "slug": "Celui qui a été publié. Ex. : « ccn-66-accord-10 ».",
        "becomes": "Celui où il mène désormais. Ex. : « ccn-66-annexe-10 ».",
        "reason": "Ce qui montre que les deux fiches sont un seul texte.",
    }


@admin.register(OfficialText, site=site)
class OfficialTextAdmin(FactAdmin):
    """What the import read in KALI: the next import would write it again, so nobody edits it."""

    list_display = ("title", "agreement", "state", "modified_on", "gone_on", "held")
    list_select_related = ("agreement",)
    list_filter = ("state", ("gone_on", admin.EmptyFieldListFilter))
    search_fields = ("title", "kalitext", "agreement__slug")
    search_help_text = "Titre officiel ou identifiant KALITEXT."
    ordering = ("kalitext",)
    fields = ("agreement", "title", "kalitext", "state", "modified_on", "gone_on", "where", "articles_read")
    readonly_fields = ("where", "articles_read")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(articles_held=Count("articles"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="articles", ordering="articles_held")
    def held(self, text):
        return text.articles_held

    @admin.display(description="où KALI le range")
    def where(self, text):
        return " ; ".join(str(place) for place in text.places.select_related("convention"))

    @admin.display(description="articles lus")
    def articles_read(self, text):
        articles = text.articles.order_by("position")
        return "\n\n".join(f"{article}\n{strip_tags(article.html)}" for article in articles)
