"""The entries, each declared once: its address, what it is called, its form, the rights that it takes."""

from typing import NamedTuple

from agreements.admin.happenings.adhesion import AdhesionForm
from agreements.admin.happenings.form import HappeningForm
from agreements.admin.happenings.opening import OpeningForm
from agreements.admin.happenings.opinion import OpinionForm
from agreements.admin.happenings.opposition import OppositionForm
from agreements.admin.happenings.session import SessionForm


class Happening(NamedTuple):
    name: str  # in its address
    title: str
    short: str  # on the page of a text
    form: type[HappeningForm]
    rights: tuple[str, ...]

    def is_open_to(self, user) -> bool:
        return all(user.has_perm(f"agreements.{right}") for right in ("add_source", *self.rights))


HAPPENINGS = {
    one.name: one
    for one in (
        Happening(
            "ouverture",
            "Un texte est ouvert à la signature",
            "Ouvert à la signature",
            OpeningForm,
            ("add_event", "add_agreement"),
        ),
        Happening("signature", "Un texte est signé", "Signé", SessionForm, ("add_signature",)),
        Happening(
            "opposition",
            "Une opposition est notifiée",
            "Frappé d’opposition",
            OppositionForm,
            ("add_signature", "add_event"),
        ),
        Happening("avis", "Un avis est rendu", "Avis rendu", OpinionForm, ("add_event",)),
        Happening(
            "adhesion",
            "Une organisation adhère",
            "Adhésion",
            AdhesionForm,
            ("add_signature", "add_conventionparty"),
        ),
    )
}
