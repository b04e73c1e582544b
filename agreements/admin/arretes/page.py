"""The two screens of « Un arrêté est paru »: the words are pasted, then what they change is looked over and written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render

from agreements.admin.arretes.forms import PasteForm, Sheet
from agreements.admin.arretes.reading import read
from agreements.admin.arretes.recording import Recorded, record
from agreements.models import Act
from portal.french.writing import plural
from portal.web import as_of
from portal.web.admin_site import site

NO_ARRETE = (
    "Aucun arrêté d’agrément ou d’extension n’est lu dans ces mots : collez toute sa page, de son titre "
    "à son dernier article."
)


def published(request):
    """Paste, look over, write; an act that is recorded already is opened by its NOR alone."""
    if not may_enter(request.user):
        raise PermissionDenied
    pasted = PasteForm(request.POST or None)
    if not pasted.is_valid():
        return shown(request, "admin/agreements/act/paste.html", form=pasted)
    words = pasted.cleaned_data["words"]
    if act := Act.objects.filter(nor__iexact=words.strip()).first():
        return redirect("admin:agreements_act_change", act.pk)
    saving = "enregistrer" in request.POST
    proposals = read(words, as_of.today())
    if not any(proposal.is_an_arrete for proposal in proposals):
        pasted.add_error("words", NO_ARRETE)
        return shown(request, "admin/agreements/act/paste.html", form=pasted)
    sheets = [
        Sheet(proposal, rank, as_of.today(), request.POST if saving else None)
        for rank, proposal in enumerate(proposals)
    ]
    faults: list[str] = []
    if saving and all([sheet.is_valid() for sheet in sheets]):
        try:
            return recorded(request, sheets)
        except ValidationError as error:
            faults = error.messages
    context = {"sheets": sheets, "words": words, "saving": saving, "faults": faults}
    return shown(request, "admin/agreements/act/review.html", **context)


def may_enter(user) -> bool:
    return all(user.has_perm(f"agreements.{right}") for right in ("add_event", "add_act", "add_source"))


def recorded(request, sheets: list[Sheet]):
    with transaction.atomic():
        done = [record(sheet, request.user) for sheet in sheets]
    for one in done:
        messages.success(request, told(one))
    return redirect("admin:agreements_act_change", done[0].act.pk)


def told(done: Recorded) -> str:
    made = f", dont {plural(len(done.created), 'créé', 'créés')}" if done.created else ""
    return f"Enregistré : {plural(len(done.events), 'décision')} de cet acte{made}."


def shown(request, template: str, **context):
    context |= site.each_context(request) | {"title": "Un arrêté est paru", "opts": Act._meta}
    return render(request, template, context)
