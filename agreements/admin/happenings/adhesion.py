"""« Une organisation adhère »: to one text, or to a convention and as much of what surrounds it as its letter says."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect

from agreements.admin.happenings.form import Done, HappeningForm, TextField, day_of
from agreements.importers.rows import check
from agreements.law.vocabulary import Mode, Reach
from agreements.models import Convention, ConventionParty, Organisation, Signature
from portal.french.dates import Precision
from portal.french.writing import on_date, plural
from portal.journal.values import values_of
from portal.web.admin_site import site


class AdhesionForm(HappeningForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Qui adhère",
        widget=AutocompleteSelect(Signature._meta.get_field("organisation"), site),
        error_messages={"required": "Dites qui adhère."},
    )
    text = TextField(label="À un texte", required=False)
    convention = forms.ModelChoiceField(
        Convention.objects.order_by("-in_sector", "position", "name"),
        label="Ou à une convention",
        required=False,
        empty_label="—",
    )
    reach = forms.ChoiceField(
        label="Jusqu’où", choices=Reach.pairs(), initial=Reach.AVENANTS.value, required=False
    )
    on = day_of("Adhère le", required=False)

    def clean(self):
        cleaned = super().clean()
        text, convention = cleaned.get("text"), cleaned.get("convention")
        if bool(text) == bool(convention) and not self.errors.keys() & {"text", "convention"}:
            self.add_error("text", "Dites à quoi : un texte, ou une convention.")
        when = cleaned.get("on")
        if convention and not self.errors.get("on") and (not when or when.precision != Precision.JOUR):
            self.add_error("on", "Le jour d’une adhésion à une convention : elle lie de ce jour.")
        return cleaned

    def write(self) -> Done:
        if self.cleaned_data["text"]:
            return self.to_a_text()
        told, source = self.cleaned_data, self.written_source()
        reach = Reach(told["reach"] or Reach.AVENANTS)
        party = ConventionParty(
            convention=told["convention"],
            organisation=told["organisation"],
            mode=Mode.ADHESION.value,
            on=told["on"].day,
            reach=reach.value,
            source=source,
            seen="adhésion",
        )
        check(party)
        party.save()
        self.rows.append(party)
        texts = told["convention"].agreements.count()
        sentence = (
            f"{told['organisation']} adhère {on_date(told['on'].day)} à : {told['convention']}, "
            f"{reach.label} ({plural(texts, 'texte')} au portail)"
        )
        return Done(told["convention"], [sentence], before=dict(values_of(told["convention"])))

    def to_a_text(self) -> Done:
        told = self.cleaned_data
        text, by = told["text"], told["organisation"]
        self.add_commitment(text, by, Mode.ADHESION, told["on"], self.written_source())
        return Done(text, [f"{by} adhère à : {text}"], [text], before=dict(values_of(text)))
