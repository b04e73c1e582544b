"""What is looked over before an arrêté is written: the act and its source, then each row with its text."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from agreements.admin.arretes.naming import free, slug_of_act
from agreements.admin.arretes.reading import LeftOut, Proposal, Reading, Standing
from agreements.admin.base import BOUNDS, fact_field
from agreements.importers.dila.recording import of_the_act
from agreements.law.vocabulary import ActKind, Nature
from agreements.models import Act, Source
from portal.french.writing import listed, lower_first

CREATE, LEAVE = "creer", "laisser"
#: What an act says of itself, beside its days and its references.
OF_ITSELF = ("session_on", "notified_on", "formula", "associations_agreed", "associations_refused")
#: What may be said of a text that the reader did not find in the act.
ADDED = {
    ActKind.ARRETE_AGREMENT: (Nature.AGREE, Nature.REFUS_AGREMENT),
    ActKind.ARRETE_EXTENSION: (Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES, Nature.REFUS_EXTENSION),
}


class PasteForm(forms.Form):
    words = forms.CharField(
        label="Les mots de l’arrêté, ou son NOR",
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 16, "autofocus": True}),
        error_messages={"required": "Collez les mots de l’arrêté, de son titre à son dernier article."},
        help_text="Copiez toute la page du Journal officiel. Les noms des signataires ne sont ni lus ni gardés.",
    )


class ActForm(forms.ModelForm):
    """The act, filled in with what was read; what is recorded of it already stays as it is."""

    consulted_on = forms.DateField(label="Source lue le", validators=BOUNDS)

    class Meta:
        model = Act
        fields = ("kind", "title", "on", "published_on", "nor", "url", *OF_ITSELF)
        formfield_callback = fact_field

    def __init__(self, proposal: Proposal, today: date, *args, **kwargs):
        heading, known = proposal.read.heading, proposal.known
        told = {
            "kind": proposal.kind,
            "title": heading.title[:500].replace("'", "’"),
            "on": heading.on,
            "published_on": heading.published_on,
            "nor": heading.nor,
            "url": proposal.url,
            **of_the_act(proposal.read),
        }
        held = {name for name in told if known and getattr(known, name)}
        initial = {name: value for name, value in told.items() if name not in held} | {"consulted_on": today}
        super().__init__(*args, instance=known, initial=initial, **kwargs)
        self.fields["url"].required = False

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk and (cleaned.get("on") or cleaned.get("published_on")):
            wanted = slug_of_act(cleaned.get("kind", ""), cleaned.get("on"), cleaned.get("published_on"))
            self.instance.slug = free(wanted, lambda slug: Act.objects.filter(slug=slug).exists())
        return cleaned

    def source(self) -> Source:
        """The Journal officiel as it was read; the same as the stream would give."""
        title, url = f"JORF : {self.instance}"[:500], self.cleaned_data["url"]
        found = (url and Source.objects.filter(url=url).order_by("pk").first()) or Source.objects.filter(
            title=title, url=url
        ).first()
        return found or Source.objects.create(
            title=title,
            url=url,
            published_on=self.cleaned_data["published_on"],
            consulted_on=self.cleaned_data["consulted_on"],
        )


class RowForm(forms.Form):
    """Which recorded text a row of the act speaks of: chosen beforehand where nothing is in doubt."""

    text = forms.ChoiceField(
        label="texte",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites de quel texte parle cette ligne, ou laissez-la de côté."},
    )

    def __init__(self, reading: Reading, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.standings = [reading.matched] if reading.matched else reading.candidates
        self.standings = [standing for standing in self.standings if not standing.recorded]
        self.recorded = bool(reading.matched and reading.matched.recorded)
        choices = [(standing.text.slug, standing.name) for standing in self.standings]
        if reading.conventions and not reading.matched:
            fields = listed(convention.name for convention in reading.conventions)
            choices.append((CREATE, f"Créer : {fields}, {lower_first(reading.cited)}"))
        self.fields["text"].choices = [*choices, (LEAVE, "Laisser de côté")]
        if self.recorded:
            self.fields["text"].initial = LEAVE
        elif reading.matched and not reading.warnings:
            self.fields["text"].initial = reading.matched.text.slug
        self.settled = bool(self.fields["text"].initial)

    @property
    def options(self) -> list[tuple[forms.BoundField, Standing | None]]:
        """Each choice, with what it would change."""
        standings = {standing.text.slug: standing for standing in self.standings}
        return [(radio, standings.get(radio.data["value"])) for radio in self["text"]]

    @property
    def chosen(self) -> str:
        return self.cleaned_data["text"]


class LeftOutForm(forms.Form):
    """A text that the act does not name, as far as it was read: said of it only if someone read that it does."""

    nature = forms.ChoiceField(label="l’acte le dit", required=False)

    def __init__(self, left: LeftOut, kind: ActKind, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.left = left
        natures = [(nature.value, nature.label) for nature in ADDED.get(kind, ())]
        self.fields["nature"].choices = [("", "n’en dit rien"), *natures]
        self.fields["nature"].widget.attrs["aria-label"] = f"L’acte dit de {left.name}"


class Sheet:
    """All the forms of one act."""

    def __init__(self, proposal: Proposal, rank: int, today: date, data=None):
        self.proposal, self.act = proposal, ActForm(proposal, today, data, prefix=f"acte-{rank}")
        self.rows = [
            RowForm(reading, data, prefix=f"ligne-{rank}-{index}")
            for index, reading in enumerate(proposal.rows)
        ]
        self.pending, self.probable = (
            [LeftOutForm(left, proposal.kind, data, prefix=f"reste-{rank}-{left.text.pk}") for left in lefts]
            for lefts in (proposal.pending, proposal.probable)
        )

    @property
    def unsettled(self) -> list[RowForm]:
        return [row for row in self.rows if not row.settled]

    def is_valid(self) -> bool:
        forms = [self.act, *self.rows, *self.pending, *self.probable]
        valid = all([form.is_valid() for form in forms])
        return self.names_each_text_once() and valid

    def names_each_text_once(self) -> bool:
        """One act does not decide twice on one text: the second row that is given it says so."""
        seen, once = set(), True
        for row in self.rows:
            slug = row.cleaned_data.get("text") if row.is_valid() else None
            if slug in seen:
                row.add_error("text", ValidationError("Une autre ligne de cet acte est déjà à ce texte."))
                once = False
            if slug not in (CREATE, LEAVE, None):
                seen.add(slug)
        return once
