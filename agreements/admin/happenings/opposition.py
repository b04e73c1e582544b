"""« Une opposition est notifiée »: who opposed; the arithmetic of audience says whether they weigh a majority."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from agreements.admin.happenings.form import Done, day_of
from agreements.admin.happenings.organisations import measure_of_text
from agreements.admin.happenings.parties import PartiesForm
from agreements.law.validity import MAJORITY, Opposition, Part, Union, Validity, validity
from agreements.law.vocabulary import College, Mode, Nature
from agreements.models import Agreement
from portal.french.writing import listed, percent

MAJORITY_TOLD, MINORITY_TOLD, UNTOLD = "majoritaire", "minoritaire", "rien"
NATURES = {
    MAJORITY_TOLD: Nature.OPPOSITION_MAJORITAIRE,
    MINORITY_TOLD: Nature.OPPOSITION_MINORITAIRE,
}
PROPOSED = {Opposition.MAJORITAIRE: MAJORITY_TOLD, Opposition.NON_MAJORITAIRE: MINORITY_TOLD}


@dataclass(frozen=True)
class Arithmetic:
    """What those who opposed weigh, in sentences."""

    found: Validity

    @property
    def sentences(self) -> list[str]:
        measure = self.found.measure
        if measure is None:
            return ["Aucune mesure d’audience de ce champ ne couvre le jour du texte : rien n’est calculé."]
        told = [
            f"Mesure : {measure.perimeter}, cycle {measure.cycle}.",
            f"S’opposent : {parts(self.found.opposed)}, soit {percent(self.found.opposing_weight)} "
            f"(la majorité est à plus de {percent(MAJORITY)}, CT L. 2231-9).",
        ]
        if self.found.outside:
            told.append(f"Hors de la mesure, donc sans poids : {listed(self.found.outside)}.")
        if self.found.opposition == Opposition.INCONNU:
            told.append("Celles dont on ne sait rien pourraient changer le résultat : il n’est pas proposé.")
        return told

    @property
    def proposed(self) -> str:
        return PROPOSED.get(self.found.opposition, UNTOLD)


def parts(counted: tuple[Part, ...]) -> str:
    return listed(f"{listed(part.names)} {percent(part.share)}" for part in counted) or "personne"


class OppositionForm(PartiesForm):
    mode = Mode.OPPOSITION
    colleges = (College.SALARIE,)
    on_review = ("verdict",)

    on = day_of("Notifiée le", required=False)
    verdict = forms.ChoiceField(
        label="L’opposition est",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (MAJORITY_TOLD, "majoritaire : le texte est réputé non écrit"),
            (MINORITY_TOLD, "minoritaire : le texte reste signé"),
            (UNTOLD, "on ne sait pas : seules les oppositions sont enregistrées"),
        ],
    )

    def write(self) -> Done:
        done = super().write()
        text = done.texts[0]
        arithmetic = Arithmetic(self.sum(text))
        done.told += arithmetic.sentences
        verdict = self.cleaned_data["verdict"] or arithmetic.proposed
        self.data = QueryDict(self.data.urlencode(), mutable=True)  # what is proposed is shown chosen
        self.data["verdict"] = verdict
        nature = NATURES.get(verdict)
        if nature and not text.events.filter(nature=nature).exists():
            self.add_event(text, nature, self.cleaned_data["on"], self.written_source())
        if verdict != arithmetic.proposed and arithmetic.proposed != UNTOLD:
            done.asked.append(
                f"Le calcul dit « {arithmetic.proposed} », vous dites "
                f"« {verdict if nature else 'on ne sait pas'} »."
            )
        return done

    def sum(self, text: Agreement) -> Validity:
        """Of all that is recorded of the text, with what was just ticked (CT L2232-6)."""
        fields = [convention.slug for convention in text.conventions.all()]
        return validity(
            measure_of_text(fields, text.dated), unions(text, Mode.SIGNATURE), unions(text, Mode.OPPOSITION)
        )


def unions(text: Agreement, mode: Mode) -> list[Union]:
    made = text.signatures.filter(mode=mode, organisation__college=College.SALARIE)
    return [
        Union(one.organisation.name, one.organisation.confederation)
        for one in made.select_related("organisation").order_by("pk")
    ]
