"""« Un texte est ouvert à la signature »: the text, if it is not there yet, and the day it was opened."""

from django import forms

from agreements.admin.arretes.naming import free, slug_of_text
from agreements.admin.base import as_it_is_written
from agreements.admin.editing.namesakes import namesakes
from agreements.admin.happenings.form import Done, HappeningForm, TextField, day_of
from agreements.importers.rows import check
from agreements.law.vocabulary import AgreementKind, Nature
from agreements.models import Agreement, Convention
from portal.french.writing import on_date
from portal.journal.values import values_of


class OpeningForm(HappeningForm):
    text = TextField(
        label="Texte déjà au portail",
        required=False,
        help_text="S’il y est ; sinon, laissez vide et dites ce qu’il est.",
    )
    conventions = forms.ModelMultipleChoiceField(
        Convention.objects.filter(in_sector=True),
        label="Conventions",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label="Type", required=False, choices=[("", "—"), *AgreementKind.pairs()], initial="avenant"
    )
    number = forms.CharField(
        label="Numéro",
        required=False,
        max_length=60,
        validators=[as_it_is_written],
        help_text="Ex. : « 364 ».",
    )
    title = forms.CharField(
        label="Objet",
        required=False,
        max_length=500,
        validators=[as_it_is_written],
        help_text="Sans le type ni le numéro. Ex. : « Mesures salariales pour l’année 2024 ».",
    )
    dated = day_of("Date que porte le texte", required=False, help_text="Vide s’il n’en porte pas encore.")
    opened_on = day_of("Ouvert à la signature le", help_text="« 04/06/2024 » ou « 4 juin 2024 ».")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text"):
            for name, told in (
                ("conventions", "Cochez au moins une convention."),
                ("kind", "Dites le type du texte."),
                ("title", "Dites l’objet du texte."),
            ):
                if not self.errors.get(name) and not cleaned.get(name):
                    self.add_error(name, told)
        return cleaned

    def write(self) -> Done:
        source = self.written_source()
        text = self.cleaned_data["text"]
        asked, before = [], dict(values_of(text)) if text else {}
        if not text:
            text = self.created()
            asked = namesakes(text)
        when = self.cleaned_data["opened_on"]
        self.add_event(text, Nature.OUVERTURE, when, source)
        return Done(
            text,
            [f"Mis à la signature {on_date(when.day, when.precision)} : {text} ({text.slug})"],
            [text],
            asked,
            before,
        )

    def created(self) -> Agreement:
        told, when = self.cleaned_data, self.cleaned_data["dated"]
        conventions = list(told["conventions"])
        wanted = slug_of_text(
            conventions[0].slug, told["kind"], told["number"], (when or told["opened_on"]).day
        )
        text = Agreement(
            slug=free(wanted, lambda slug: Agreement.objects.filter(slug=slug).exists()),
            kind=told["kind"],
            number=told["number"],
            title=told["title"],
            **({"dated": when.day, "dated_precision": when.precision.value} if when else {}),
        )
        check(text)
        text.save()
        text.conventions.set(conventions)
        return text
