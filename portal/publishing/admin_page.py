"""The page that publishes: what readers would see change, then the new edition, or the way back."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.models import Agreement
from portal.admin.proving import proof_asked
from portal.edition import store
from portal.edition.manifest import EditionError, Manifest
from portal.french.writing import date_fr, plural
from portal.journal.entries import entries_since, write_publication
from portal.publishing import build
from portal.publishing.differences import Changes, compare
from portal.publishing.fingerprint import fingerprint
from portal.publishing.review import planned, preview
from portal.publishing.review.compiling import one_at_a_time, reviewed, work
from portal.publishing.review.first_lines import first_lines
from portal.publishing.review.others import new_contradictions, others
from portal.publishing.review.turns import Turn, turns
from portal.web import as_of
from portal.web.admin_site import may_publish, site

#: More would be a page that nobody reads: the first publication of an import.
MOST_SHOWN = 300


def publishing(request):
    if not may_publish(request.user):
        raise PermissionDenied
    if request.method == "POST":
        if answer := proof_asked(request):
            return answer
        act = next((do for name, do in ACTS.items() if name in request.POST), publish)
        try:
            with one_at_a_time():
                act(request)
        except EditionError as error:
            messages.error(request, str(error))
        return redirect("publishing")
    return render(request, "admin/publishing.html", site.each_context(request) | shown_now())


# -- What it does --------------------------------------------------------------------------------------------


def publish(request) -> None:
    note = request.POST.get("note", "").strip()[:500]
    seen = request.POST.get("faits", "")
    manifest, before = build.publish(timezone.localtime(), reviewed=seen, note=note)
    if manifest == before:
        messages.info(request, f"Rien n’a changé : l’édition {manifest.number} reste en ligne.")
        return
    told = f"Édition {manifest.number} publiée {moment(manifest)}, empreinte {manifest.checksum}."
    write_publication(request, f"Édition {manifest.number}", told, note)
    messages.success(request, told)


def go_back(request) -> None:
    number, why = request.POST["retour"], request.POST.get("pourquoi", "").strip()
    if not number.isdecimal():
        raise EditionError("Choisissez l’édition à laquelle revenir.")
    if not why:
        raise EditionError("Dites pourquoi revenir à cette édition : les autres le liront au journal.")
    manifest = store.roll_back(int(number))
    told = f"L’édition {manifest.number}, publiée {moment(manifest)}, est de nouveau en ligne."
    write_publication(request, f"Édition {manifest.number}", told, why)
    messages.success(request, told)


def plan_it(request) -> None:
    """What was looked over, at an hour: `publish --prevu`, which a timer runs, does it."""
    note = request.POST.get("note", "").strip()[:500]
    now, by = timezone.localtime(), request.user.get_username()
    made = planned.plan(request.POST.get("faits", ""), request.POST.get("heure", ""), now, by, note)
    messages.success(request, f"Prévu : cette édition sera publiée le {made}, si rien n’est écrit d’ici là.")


def cancel_it(request) -> None:
    planned.cancel()
    messages.success(request, "La publication prévue est annulée.")


#: What a button does, by its name; any other publishes.
ACTS = {"retour": go_back, "prevoir": plan_it, "annuler": cancel_it}


def moment(manifest: Manifest) -> str:
    return f"le {date_fr(manifest.moment.date())} à {manifest.moment:%H h %M}"


# -- What it shows -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One agreement that changes: its states before and after, and what else is told anew."""

    slug: str
    agreement: Agreement | None
    turns: list[Turn] = field(default_factory=list)
    what: list[str] = field(default_factory=list)


def shown_now() -> dict:
    """What publishing now would change, or the checks that would refuse it. Nothing is published."""
    store.make_folder()
    present = store.sound_current()
    written = list(entries_since(present.moment if present else None))
    context = {
        "title": "Publier",
        "present": present,
        "editions": [edition for edition in store.editions() if edition != present],
        "written": written,
        "waiting": None,
        "same": False,
        "first": None,
        "draft": None,
        "preview": "",
        "planned": planned.planned(),
    }
    facts = cache(fingerprint)  # they are gone through once, and only if they must be
    if present and not written and (present.facts, present.schema) == (facts(), build.schema()):
        return context | {"same": True}
    before = present.path if present else None
    try:
        draft = reviewed(
            as_of.today(), lambda made: differences(before, made), facts, written[0].at if written else None
        )
    except EditionError as error:
        return context | {"refusal": str(error)}
    if draft is None:
        first = {"first": first_lines(before, written, as_of.today())} if work.told is None else work.told
        return context | {"waiting": work} | first
    if present and present.schema == build.schema() and present.checksum == draft.checksum:
        return context | {"same": True}
    return context | {"draft": draft, "preview": preview.link_to(draft)} | differences(before, draft.path)


def differences(before: Path | None, after: Path) -> dict:
    """What differs from the current edition."""
    changes = compare(before, after)
    return {
        "kinds": kinds(changes, before, after),
        "others": others(before, after),
        "contradictions": new_contradictions(before, after),
        "members": changes.members,
    }


def kinds(changes: Changes, before: Path | None, after: Path) -> list[dict]:
    """The agreements that change, apart by how: those whose state changes first, what is only probable last."""
    told = turns(before, after, list(changes.changed), as_of.today())
    firm = {slug for slug, several in told.items() if not all(turn.is_probable for turn in several)}
    groups = [
        ("accord ajouté", "accords ajoutés", changes.added),
        ("accord retiré", "accords retirés", changes.withdrawn),
        (
            "accord change d’état",
            "accords changent d’état",
            [slug for slug in changes.changed if slug in firm],
        ),
        (
            "accord dont les faits changent, et non l’état",
            "accords dont les faits changent, et non l’état",
            [slug for slug in changes.changed if slug not in told],
        ),
        (
            "accord dont seul change ce qui est probable",
            "accords dont seul change ce qui est probable",
            [slug for slug in told if slug not in firm],
        ),
    ]
    return [shown(one, several, slugs, told, changes) for one, several, slugs in groups if slugs]


def shown(one: str, several: str, slugs: list[str], told: dict, changes: Changes) -> dict:
    agreements = Agreement.objects.in_bulk(slugs[:MOST_SHOWN], field_name="slug")
    first = [
        Shown(slug, agreements.get(slug), told.get(slug, []), changes.changed.get(slug, []))
        for slug in slugs[:MOST_SHOWN]
    ]
    return {"title": plural(len(slugs), one, several), "first": first, "more": len(slugs) - len(first)}
