"""What all these entries have in common: one form, one source, and what they write, text by text."""

from abc import ABCMeta, abstractmethod
from dataclasses import dataclass, field

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.forms import DeclarativeFieldsMetaclass

from agreements.admin.arretes.reading import named
from agreements.admin.arretes.recording import cite
from agreements.admin.base import BOUNDS, as_it_is_written
from agreements.importers.rows import check
from agreements.law.vocabulary import Mode, Nature
from agreements.models import Agreement, Citation, Event, Organisation, Signature, Source
from portal.admin.dates import PartialDateField, TypedDateField
from portal.french.dates import PartialDate
from portal.journal.values import State
from portal.web import as_of
from portal.web.admin_site import site


@dataclass
class Done:
    """What an entry writes: of which fact its trace is, what it says in words, and of which texts.

    `before` is that fact as it was: nothing for one that the entry makes.
    """

    about: models.Model
    told: list[str] = field(default_factory=list)
    texts: list[Agreement] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before: State = field(default_factory=dict)


class TextField(forms.ModelChoiceField):
    """One text, found as one types its name."""

    def __init__(self, **kwargs):
        widget = AutocompleteSelect(
            Event._meta.get_field("agreement"), site, attrs={"data-asks-again": "texte"}
        )
        kwargs = {
            "label": "Quel texte",
            "widget": widget,
            "help_text": "Tapez son nom : « CCN 66 avenant 354 », « avenant 342 du 29/11/2017 ».",
            "error_messages": {"required": "Dites de quel texte il s’agit."},
            **kwargs,
        }
        super().__init__(Agreement.objects.prefetch_related("conventions"), **kwargs)

    def label_from_instance(self, agreement):
        return named(agreement)


def not_yet_come(when: PartialDate | None) -> None:
    """Nobody can have signed, opposed or adhered on a day that is to come."""
    if when and when.day > as_of.today():
        raise ValidationError("Cette date n’est pas encore venue : vérifiez l’année.", code="too-far")


def in_bounds(when: PartialDate | None) -> None:
    for bound in BOUNDS:
        if when:
            bound(when.day)


def day_of(label: str, **kwargs) -> PartialDateField:
    help_text = "« 04/06/2024 », « 4 juin 2024 » ; « juin 2024 » si la source n’en dit pas plus."
    given = {"label": label, "help_text": help_text, "validators": [in_bounds, not_yet_come], **kwargs}
    return PartialDateField(**given)


class OfHappenings(DeclarativeFieldsMetaclass, ABCMeta):
    """What makes the forms of Django, which refuses one that does not say what it writes."""


class HappeningForm(forms.Form, metaclass=OfHappenings):
    """Declared by each entry: its fields, and `write`. The source is the same for all.

    `rows` are those that were written, for the journal.
    """

    #: Asked on the second screen, with what the arithmetic proposes.
    on_review: tuple[str, ...] = ()

    source = forms.ModelChoiceField(
        Source.objects.all(),
        label="Source déjà enregistrée",
        required=False,
        widget=AutocompleteSelect(Citation._meta.get_field("source"), site),
    )
    source_title = forms.CharField(
        label="Titre",
        required=False,
        max_length=500,
        validators=[as_it_is_written],
        help_text="Ex. : « Nexem, communiqué du 4 juin 2024 ».",
    )
    source_url = forms.URLField(label="Lien", required=False, max_length=1000, assume_scheme="https")
    source_published_on = TypedDateField(
        label="Publiée le", required=False, widget=AdminDateWidget, validators=BOUNDS
    )
    source_read_on = TypedDateField(label="Lue le", widget=AdminDateWidget, validators=BOUNDS)
    OF_SOURCE = ("source", "source_title", "source_url", "source_published_on", "source_read_on")

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"source_read_on": as_of.today()} | (initial or {}), **kwargs)
        self.rows: list[models.Model] = []

    @property
    def of_the_fact(self) -> list[forms.BoundField]:
        hidden = (*self.OF_SOURCE, *self.on_review)
        return [self[name] for name in self.fields if name not in hidden]

    @property
    def of_the_source(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OF_SOURCE]

    @property
    def reviewed(self) -> list[forms.BoundField]:
        return [self[name] for name in self.on_review]

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("source", "source_title", "source_url")):
            self.add_error("source_title", "Indiquez au moins une source : celle où vous l’avez lu.")
        elif not cleaned.get("source") and not self.errors:
            self.refuse_a_source_that_is_none()
        return cleaned

    def refuse_a_source_that_is_none(self) -> None:
        self.told_source = self.source_told()
        if self.told_source.pk:
            return
        if not self.told_source.title:
            self.add_error("source_title", "Donnez un titre à cette source.")
            return
        try:
            self.told_source.full_clean()
        except ValidationError as error:
            for name, faults in error.message_dict.items():
                mine = f"source_{name}" if f"source_{name}" in self.fields else None
                self.add_error(None if name == NON_FIELD_ERRORS else mine, faults)

    def source_told(self) -> Source:
        """The one recorded under this address or this name, else a new one, not written yet."""
        told = self.cleaned_data
        title, url = told["source_title"], told["source_url"]
        same = Source.objects.filter(url__iexact=url) if url else Source.objects.filter(title=title, url="")
        return same.order_by("pk").first() or Source(
            title=title,
            url=url,
            published_on=told["source_published_on"],
            consulted_on=told["source_read_on"],
        )

    # -- What is written, within a transaction of the caller's ---------------------------------------------

    def touched(self) -> list[Agreement]:
        """The texts, recorded already, of which this says something."""
        return [text for text in [self.cleaned_data.get("text")] if text]

    @abstractmethod
    def write(self) -> Done:
        """Write what happened, and say it."""

    def written_source(self) -> Source:
        source = self.cleaned_data["source"] or self.told_source
        if not source.pk:
            source.save()
            self.rows.append(source)
        return source

    def add_event(
        self, text: Agreement, nature: Nature, when: PartialDate | None, source: Source, **values
    ) -> Event:
        event = Event(agreement=text, nature=nature.value, **dated(when), **values)
        check(event)
        event.save()
        event.sources.add(source)
        self.rows += [event, *cite(text, source, nature.label)]
        return event

    def add_commitment(
        self, text: Agreement, by: Organisation, mode: Mode, when: PartialDate | None, source: Source
    ) -> Signature:
        made = Signature(agreement=text, organisation=by, mode=mode.value, **dated(when))
        check(made)
        made.save()
        made.sources.add(source)
        self.rows += [made, *cite(text, source, mode.label)]
        return made


def dated(when: PartialDate | None) -> dict:
    """The columns of a date known as far as it is."""
    return {"on": when.day, "precision": when.precision.value} if when else {}
