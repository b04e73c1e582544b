"""The page that merges: the other record is named, all that would follow is shown, then it is confirmed as shown."""

from hashlib import sha256

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render

from agreements.admin.editing.confirming import CONFIRM, Stand, consequences, stands
from agreements.admin.editing.pages import WHY
from agreements.admin.merging.merge import Merged, merge, name_of
from agreements.compiled.situations import TRACKS
from agreements.law.vocabulary import FIRM
from agreements.models import Act, Agreement, Organisation, Source
from portal.journal.entries import page_of
from portal.web.admin_site import site

WITH = "avec"
FROM_LOST = "_de-l-autre"
#: As many records like this one as the page proposes.
PROPOSED = 10


def merging(model: type[models.Model]):
    """The view of a kind of record."""

    def view(request, pk):
        opts = model._meta
        rights = (f"{opts.app_label}.{verb}_{opts.model_name}" for verb in ("change", "delete"))
        if not all(request.user.has_perm(right) for right in rights):
            raise PermissionDenied
        kept = get_object_or_404(model, pk=pk)
        named = (request.POST or request.GET).get(WITH, "").strip()
        lost = other(model, named) if named else None
        faults = [] if lost or not named else [f"Aucune fiche ne porte « {named} »."]
        if lost is None:
            return shown(request, kept, named=named, faults=faults, like=like(kept))
        try:
            return tried(request, kept, lost)
        except ValidationError as error:
            return shown(request, kept, named=named, faults=error.messages, like=like(kept))

    return view


def other(model: type[models.Model], named: str) -> models.Model | None:
    """The record of this identifier, of this number of the admin, or of this link."""
    rows = model._default_manager
    if hasattr(model, "slug") and (found := rows.filter(slug=named).first()):
        return found
    if named.isdecimal():
        return rows.filter(pk=named).first()
    found = list(rows.filter(Q(url=named) | Q(title=named))[:2]) if model is Source else []
    return found[0] if len(found) == 1 else None


def like(fact: models.Model) -> list[models.Model]:
    """The records that may be the same as this one."""
    rows = type(fact)._default_manager.exclude(pk=fact.pk)
    if isinstance(fact, Agreement):
        same = Q(number=fact.number) if fact.number else Q(dated=fact.dated, dated__isnull=False)
        rows = rows.filter(same, kind=fact.kind, conventions__in=fact.conventions.all()).distinct()
    elif isinstance(fact, Act):
        same = Q(on=fact.on, on__isnull=False) | Q(nor=fact.nor) & ~Q(nor="")
        rows = rows.filter(
            same | Q(published_on=fact.published_on, published_on__isnull=False), kind=fact.kind
        )
    elif isinstance(fact, Organisation):
        rows = rows.filter(college=fact.college)
        rows = rows.filter(
            Q(confederation=fact.confederation) & ~Q(confederation="") | Q(name__icontains=fact.name)
        )
    else:
        rows = rows.filter(Q(url=fact.url) & ~Q(url="") | Q(title=fact.title))
    return list(rows[:PROPOSED])


def touched(*facts: models.Model) -> set[int]:
    """The agreements whose state a merger may change."""
    found: set[int] = set()
    for fact in facts:
        if isinstance(fact, Agreement):
            found.add(fact.pk)
            continue
        by = {Act: "events__act", Source: "events__sources", Organisation: "signatures__organisation"}
        found |= set(Agreement.objects.filter(**{by[type(fact)]: fact}).values_list("pk", flat=True))
    return found


def tried(request, kept: models.Model, lost: models.Model):
    """Merge, and undo it all unless what is shown was confirmed."""
    taken = {name for name in request.POST.getlist(FROM_LOST)}
    why, named = request.POST.get(WHY, ""), name_of(lost)
    kept_pk, lost_pk = (fact.pk if isinstance(fact, Agreement) else None for fact in (kept, lost))
    with transaction.atomic():
        pks = touched(kept, lost)
        before = stands(pks)
        done = merge(request.user, kept, lost, taken, why)
        after = stands(pks & set(Agreement.objects.values_list("pk", flat=True)))
        found = consequences(before, after, contrary(before.get(kept_pk), before.get(lost_pk)))
        seal = sha256(f"{done} {found.seal} {found.refused}".encode()).hexdigest()[:16]
        confirmed = request.method == "POST" and request.POST.get(CONFIRM) == seal and not found.refused
        if not confirmed:
            transaction.set_rollback(True)
    if confirmed:
        messages.success(request, f"La fiche « {named} » est fusionnée dans « {name_of(kept)} ».")
        return redirect(page_of(kept))
    kept.refresh_from_db()
    return shown(
        request, kept, named=named_as(request), lost=named, done=done, found=found, seal=seal, why=why
    )


def contrary(kept: Stand | None, lost: Stand | None) -> list[str]:
    """What is firmly known of both texts, and is not the same: hardly one text, written twice."""
    if kept is None or lost is None:
        return []
    pairs = [(track, kept.life.on(track), lost.life.on(track)) for track in TRACKS]
    return [
        f"{track.label}\u00a0: celle qui reste est «\u00a0{one.word.label}\u00a0», l’autre "
        f"«\u00a0{other.word.label}\u00a0». Est-ce bien le même texte\u00a0?"
        for track, one, other in pairs
        if one and other and {one.certainty, other.certainty} <= set(FIRM) and one.word != other.word
    ]


def named_as(request) -> str:
    return (request.POST or request.GET).get(WITH, "").strip()


def shown(request, kept: models.Model, done: Merged | None = None, **context):
    context |= {
        **site.each_context(request),
        "title": f"Fusionner une autre fiche dans «\u00a0{kept}\u00a0»",
        "opts": kept._meta,
        "kept": kept,
        "kept_name": name_of(kept),
        "address": page_of(kept),
        "done": done,
    }
    return render(request, "admin/agreements/merge.html", context)
