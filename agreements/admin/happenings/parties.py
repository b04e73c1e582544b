"""The organisations of a text, ticked: what a signing session and an opposition have in common."""

from django import forms

from agreements.admin.happenings.form import Done, HappeningForm, TextField, day_of
from agreements.admin.happenings.organisations import Group, groups
from agreements.law.vocabulary import College, Mode
from agreements.models import Agreement, Convention, Organisation, Signature
from portal.french.writing import listed, upper_first
from portal.journal.values import values_of
from portal.web import as_of


class PartiesForm(HappeningForm):
    """`mode` is what the ticked organisations did, `colleges` who can have done it."""

    mode: Mode
    colleges = tuple(College)

    text = TextField()
    on = day_of("Le", required=False)
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Organisations",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une organisation."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = self.text_told()
        conventions = self.held.conventions.all() if self.held else Convention.objects.filter(in_sector=True)
        fields = [convention.slug for convention in conventions]
        day = (self.held and self.held.dated) or as_of.today()
        made = self.made_already()
        self.groups = [
            Group(legend, [one for one in held if one.pk not in made])
            for legend, held in groups(fields, day, self.colleges)
        ]
        order = [one.pk for group in self.groups for one in group.organisations]
        self.fields["organisations"].queryset = Organisation.objects.filter(pk__in=order)
        self.fields["organisations"].choices = [
            (one.pk, one.name) for group in self.groups for one in group.organisations
        ]
        self.already = sorted(made.values())

    def text_told(self) -> Agreement | None:
        """The text of which the form is asked, for whom to tick first."""
        told = self["text"].value()
        if isinstance(told, Agreement):
            return told
        return Agreement.objects.filter(pk=told).first() if str(told or "").isdecimal() else None

    def made_already(self) -> dict[int, str]:
        if not self.held:
            return {}
        made = Signature.objects.filter(agreement=self.held, mode=self.mode).select_related("organisation")
        return {one.organisation_id: one.organisation.name for one in made}

    @property
    def ticks(self) -> list[tuple[str, list]]:
        """The boxes, in their groups."""
        boxes = {str(box.data["value"]): box for box in self["organisations"]}
        told = [(group.legend, [boxes[str(one.pk)] for one in group.organisations]) for group in self.groups]
        return [(legend, held) for legend, held in told if held]

    def write(self) -> Done:
        text, when = self.cleaned_data["text"], self.cleaned_data["on"]
        source, done = self.written_source(), Done(text, texts=[text], before=dict(values_of(text)))
        organisations = list(self.cleaned_data["organisations"])
        for one in organisations:
            self.add_commitment(text, one, self.mode, when, source)
        done.told.append(f"{upper_first(self.mode.label)} : {listed(one.name for one in organisations)}")
        return done
