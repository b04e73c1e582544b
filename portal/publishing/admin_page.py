"""The page that publishes: what readers would see change, then the new edition, or the way back."""

from contextlib import contextmanager
from threading import Lock

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.models import Agreement
from portal.edition import store
from portal.edition.store import EditionError, Manifest
from portal.french.writing import date_fr, plural
from portal.publishing import build
from portal.publishing.differences import Changes, compare
from portal.web import as_of
from portal.web.admin_site import may_publish, site

#: The edition being built is known by one name in this process: two requests cannot build at once.
building = Lock()
#: More would be a page that nobody reads: the first publication of an import.
MOST_SHOWN = 300


def publishing(request):
    if not may_publish(request.user):
        raise PermissionDenied
    if request.method == "POST":
        act = go_back if "retour" in request.POST else publish
        try:
            with one_at_a_time():
                act(request)
        except EditionError as error:
            messages.error(request, str(error))
        return redirect("publishing")
    return render(request, "admin/publishing.html", site.each_context(request) | preview())


# -- What it does --------------------------------------------------------------------------------------------


def publish(request) -> None:
    manifest, before = build.publish(timezone.localtime())
    if manifest == before:
        messages.info(request, f"Rien n’a changé : l’édition {manifest.number} reste en ligne.")
        return
    told = f"Édition {manifest.number} publiée {moment(manifest)}, empreinte {manifest.checksum}."
    trace(request, manifest, told)
    messages.success(request, told)


def go_back(request) -> None:
    number = request.POST["retour"]
    if not number.isdecimal():
        raise EditionError("Choisissez l’édition à laquelle revenir.")
    manifest = store.roll_back(int(number))
    told = f"L’édition {manifest.number}, publiée {moment(manifest)}, est de nouveau en ligne."
    trace(request, manifest, told)
    messages.success(request, told)


def trace(request, manifest: Manifest, told: str) -> None:
    LogEntry.objects.create(
        user=request.user,
        object_repr=f"Édition {manifest.number}",
        action_flag=CHANGE,
        change_message=told,
    )


def moment(manifest: Manifest) -> str:
    return f"le {date_fr(manifest.moment.date())} à {manifest.moment:%H h %M}"


@contextmanager
def one_at_a_time():
    if not building.acquire(blocking=False):
        raise EditionError("Une autre publication est en cours : réessayez dans un instant.")
    try:
        yield
    finally:
        building.release()


# -- What it shows -------------------------------------------------------------------------------------------


def preview() -> dict:
    """What publishing now would change, or the checks that would refuse it. Nothing is published."""
    present = store.current()
    context = {
        "title": "Publier",
        "present": present,
        "editions": [edition for edition in store.editions() if edition != present],
    }
    try:
        with one_at_a_time():
            return context | difference_context(*difference(present))
    except EditionError as error:
        return context | {"refusal": str(error)}


def difference(present: Manifest | None) -> tuple[Changes, bool]:
    """What differs from the current edition, and whether publishing would make a new one at all."""
    store.folder().mkdir(parents=True, exist_ok=True)
    with build.temporary_file() as built:
        build.build(built, as_of.today())
        same = bool(
            present and present.schema == build.schema() and present.checksum == store.checksum(built)
        )
        return compare(present.path if present else None, built), same


def difference_context(changes: Changes, same: bool) -> dict:
    """Each kind of change: how many agreements, and the first of them with what is told anew of each."""
    kinds = [
        ("accord ajouté", "accords ajoutés", dict.fromkeys(changes.added, ())),
        ("accord retiré", "accords retirés", dict.fromkeys(changes.withdrawn, ())),
        ("accord modifié", "accords modifiés", changes.changed),
    ]
    return {"same": same, "kinds": [shown(*kind) for kind in kinds if kind[-1]], "members": changes.members}


def shown(one: str, several: str, changed: dict) -> dict:
    agreements = Agreement.objects.in_bulk(list(changed)[:MOST_SHOWN], field_name="slug")
    first = [(slug, agreements.get(slug), what) for slug, what in list(changed.items())[:MOST_SHOWN]]
    return {"title": plural(len(changed), one, several), "first": first, "more": len(changed) - len(first)}
