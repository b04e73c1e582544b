"""« Un avis est rendu »: of the commission d’agrément or of the sous-commission, on one text or many."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple

from agreements.admin.decisions import DECISIONS, WaitingField, awaiting
from agreements.admin.happenings.form import Done, HappeningForm, day_of
from agreements.law.vocabulary import ActKind, Nature
from agreements.models import Act, Agreement, Event
from portal.french.writing import plural, upper_first
from portal.journal.values import values_of
from portal.web.admin_site import site


class OpinionForm(HappeningForm):
    nature = forms.ChoiceField(
        label="L’avis", choices=[(nature.value, nature.label) for nature in DECISIONS[ActKind.AVIS]]
    )
    on = day_of("Rendu le", required=False)
    waiting = WaitingField(
        Agreement.objects.none(),
        label="Textes dont l’agrément est attendu",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.ModelMultipleChoiceField(
        Agreement.objects.prefetch_related("conventions"),
        label="Autres textes",
        required=False,
        widget=AutocompleteSelectMultiple(Event._meta.get_field("agreement"), site),
        help_text="Tapez leur nom : « CCN 66 avenant 354 ».",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["waiting"].queryset = awaiting(Act(kind=ActKind.AVIS.value))
        if text := self.initial.pop("text", None):
            self.initial["others"] = [text]

    def clean(self):
        cleaned = super().clean()
        if not self.touched():
            self.add_error("others", "Cochez ou cherchez au moins un texte.")
        return cleaned

    def touched(self):
        told = {*self.cleaned_data.get("waiting", ()), *self.cleaned_data.get("others", ())}
        return sorted(told, key=lambda text: text.slug)

    def write(self) -> Done:
        nature, source, texts = Nature(self.cleaned_data["nature"]), self.written_source(), self.touched()
        for text in texts:
            self.add_event(text, nature, self.cleaned_data["on"], source)
        return Done(
            texts[0],
            [f"{upper_first(nature.label)} : {plural(len(texts), 'texte')}"],
            texts,
            before=dict(values_of(texts[0])),
        )
