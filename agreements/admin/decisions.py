"""One arrêté, many agreements: say once what an act decides, and tick the texts on which it does."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from agreements.admin.completeness import cite_what_is_used
from agreements.admin.editing.confirming import Refusal, confirm, consequences, stands
from agreements.admin.state import TrackState, lives
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import PENDING, ActKind, AgrementState, Nature, Track
from agreements.models import Act, Agreement, Citation, Event
from portal.french.writing import listed, plural
from portal.journal.entries import write_entry
from portal.journal.values import told_rows
from portal.web import as_of
from portal.web.admin_site import site

AGREMENTS = (Nature.AGREE, Nature.REFUS_AGREMENT)
EXTENSIONS = (Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES, Nature.REFUS_EXTENSION)
#: What each kind of act can decide.
DECISIONS = {
    ActKind.ARRETE_AGREMENT: AGREMENTS,
    ActKind.ARRETE_EXTENSION: EXTENSIONS,
    ActKind.ARRETE: (*AGREMENTS, *EXTENSIONS, Nature.AGREMENT_AUTRE, Nature.PUBLICATION_JO, Nature.FAIT),
    ActKind.AVIS: (
        Nature.AVIS_FAVORABLE,
        Nature.AVIS_DEFAVORABLE,
        Nature.AVIS_CNA,
        Nature.AVIS_JO,
        Nature.AVIS_SOUS_COMMISSION,
    ),
    ActKind.JUGEMENT: (Nature.ANNULATION_AGREMENT, Nature.DECISION_DU_JUGE, Nature.ANNULE_PAR_LE_JUGE),
}
#: On which track each kind of act is awaited, and the words that say that it is.
AWAITED = {
    ActKind.ARRETE_AGREMENT: (Track.AGREMENT, PENDING[Track.AGREMENT]),
    ActKind.AVIS: (Track.AGREMENT, (AgrementState.EN_COURS,)),
    ActKind.ARRETE_EXTENSION: (Track.EXTENSION, PENDING[Track.EXTENSION]),
}


class WaitingField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, agreement):
        names = listed(convention.name for convention in agreement.conventions.all())
        return f"{names} : {agreement}"


class DecisionForm(forms.Form):
    nature = forms.ChoiceField(label="L’acte dit ces textes")
    waiting = WaitingField(
        Agreement.objects.none(),
        label="Textes qui attendent une telle décision",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.ModelMultipleChoiceField(
        Agreement.objects.all(),
        label="Autres textes",
        required=False,
        widget=AutocompleteSelectMultiple(Event._meta.get_field("agreement"), site),
        help_text="Ex. : « avenant 354 ».",
    )
    motive = forms.CharField(
        label="Motif du refus",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Le même pour tous ces textes ; sinon, à écrire sur la page de chacun.",
    )
    reserves = forms.CharField(
        label="Exclusions et réserves",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une par ligne, les mêmes pour tous ces textes.",
    )
    sources = forms.ModelMultipleChoiceField(
        Event._meta.get_field("sources").related_model.objects.all(),
        label="Sources",
        widget=AutocompleteSelectMultiple(Event._meta.get_field("sources"), site),
        help_text="Celles où vous lisez que l’acte en décide. Elles s’ajoutent aux sources lues de chaque texte.",
        error_messages={"required": "Indiquez au moins une source."},
    )

    def __init__(self, act: Act, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.act = act
        self.fields["nature"].choices = [
            (nature.value, nature.label) for nature in DECISIONS[ActKind(act.kind)]
        ]
        self.fields["waiting"].queryset = awaiting(act)

    def clean(self):
        cleaned = super().clean()
        self.agreements = sorted(
            {*cleaned.get("waiting", ()), *cleaned.get("others", ())}, key=lambda agreement: agreement.slug
        )
        if not self.agreements and not self.errors:
            raise forms.ValidationError("Cochez ou cherchez au moins un texte.")
        already = Event.objects.filter(
            act=self.act, nature=cleaned.get("nature"), agreement__in=self.agreements
        ).select_related("agreement")
        if already:
            names = listed(f"« {event.agreement} »" for event in already)
            raise forms.ValidationError(f"Rien n’est enregistré : l’acte le dit déjà de {names}.")
        return cleaned

    def record(self) -> tuple[list[Event], list[Citation]]:
        """All of them or none; with the readings that follow."""
        read: list[Citation] = []
        with transaction.atomic():
            Act.objects.select_for_update().get(pk=self.act.pk)
            told = {name: self.cleaned_data[name] for name in ("nature", "motive", "reserves")}
            events = [
                Event.objects.create(agreement=agreement, act=self.act, **told)
                for agreement in self.agreements
            ]
            for event in events:
                event.sources.set(self.cleaned_data["sources"])
                read += cite_what_is_used(event.agreement)
        return events, read


def awaiting(act: Act):
    """The agreements of the sector that wait, today, for what this kind of act decides."""
    track, words = AWAITED.get(ActKind(act.kind), (None, ()))
    if not track:
        return Agreement.objects.none()
    asked = Agreement.objects.filter(
        events__nature__in=[nature for nature in Nature if nature.track == track], conventions__in_sector=True
    )
    told = lives(asked.values_list("pk", flat=True), as_of.today())
    waiting = [pk for pk, life in told.items() if (state := life.on(track)) and waits(state, words)]
    return Agreement.objects.filter(pk__in=waiting).prefetch_related("conventions").order_by("slug")


def waits(state: TrackState, words) -> bool:
    """Whether a decision is awaited, or was when its procedure was last heard of."""
    return state.word in words or state.rule in (Rule.AGREMENT_SANS_ISSUE, Rule.EXTENSION_SANS_ISSUE)


def decide(request, pk):
    """The page, and what it records once what it changes is confirmed."""
    if not (request.user.has_perm("agreements.add_event") and request.user.has_perm("agreements.view_act")):
        raise PermissionDenied
    act, refusal = get_object_or_404(Act, pk=pk), None
    form = DecisionForm(act, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return recorded(request, act, form)
        except Refusal as raised:
            refusal = raised
            form.add_error(None, raised.reason)
    context = {
        **site.each_context(request),
        "title": f"De quoi décide l’acte : {act}",
        "opts": Act._meta,
        "act": act,
        "form": form,
        "media": form.media,
        "refusal": refusal,
    }
    return render(request, "admin/agreements/act/decisions.html", context)


def recorded(request, act: Act, form: DecisionForm):
    """Write, unless it is impossible or not yet confirmed: then nothing is."""
    pks = [agreement.pk for agreement in form.agreements]
    with transaction.atomic():
        before = stands(pks)
        events, read = form.record()
        write_entry(request.user, act, before={}, after=told_rows([*events, *read]))
        confirm(request, consequences(before, stands(pks)), shows_changes=True)
    nature = Nature(form.cleaned_data["nature"]).label
    messages.success(request, f"{plural(len(events), 'accord')} : « {nature} » enregistré.")
    return redirect("admin:agreements_act_change", act.pk)
