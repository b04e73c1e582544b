"""The two screens of every entry: the form, then what it changes, before → after, written once it is confirmed."""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.admin.editing.confirming import Changed, Consequences, consequences, stands
from agreements.admin.editing.pages import TOKEN, WHY
from agreements.admin.happenings.declarations import HAPPENINGS, Happening
from agreements.admin.happenings.form import Done, HappeningForm
from agreements.admin.state import changes
from agreements.models import Agreement
from portal.journal.entries import already_written, write_entry
from portal.journal.values import told_rows, values_of
from portal.web.admin_site import site

SEAL, SAVE, AGAIN = "_relu", "enregistrer", "corriger"
#: What is of one try, and is not carried from the form to the review.
OWN = {"csrfmiddlewaretoken", SEAL, SAVE, AGAIN, "relire"}


@dataclass
class Review(Exception):
    """Nothing is written yet: what would be."""

    done: Done
    found: Consequences

    @property
    def seal(self) -> str:
        told = [*self.done.told, *self.found.asked]
        told += [f"{one.text.slug} {one.changes}" for one in self.found.changed]
        return sha256("\n".join(told).encode()).hexdigest()[:16]


def happened(request, name: str):
    happening = HAPPENINGS.get(name)
    if happening is None:
        raise Http404
    if not happening.is_open_to(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return asked(request, happening, happening.form(initial=given(request, happening.form)))
    if entry := already_written(request.POST.get(TOKEN, "")):
        messages.info(request, "C’était déjà enregistré : rien n’est écrit deux fois.")
        return redirect(entry.address)
    form = happening.form(request.POST)
    if AGAIN in request.POST or not form.is_valid():
        return asked(request, happening, form)
    try:
        with transaction.atomic():
            done = written(request, form)
    except Review as review:
        return looked_over(request, happening, form, review)
    except (ValidationError, IntegrityError) as error:
        told = getattr(error, "messages", ["Quelqu’un vient d’écrire la même chose : relisez."])
        form.add_error(None, told)
        return asked(request, happening, form)
    for sentence in done.told:
        messages.success(request, sentence)
    return redirect(address(done))


def given(request, form: type[HappeningForm]) -> dict:
    """What an address says of the form beforehand: « ?text=12 »."""
    names = set(form.base_fields) & set(request.GET)
    found = {name: request.GET[name] for name in names if request.GET[name]}
    if several := request.GET.getlist("organisations"):
        found["organisations"] = several
    if text := Agreement.objects.filter(pk=request.GET["text"]).first() if asks_for_a_text(request) else None:
        found["text"] = text
    return found


def asks_for_a_text(request) -> bool:
    return request.GET.get("text", "").isdecimal()


def written(request, form: HappeningForm) -> Done:
    """Write, and go back on it unless what it changes was looked over as it is."""
    pks = [text.pk for text in form.touched()]
    list(Agreement.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    before = stands(pks)
    done = form.write()
    after = stands([text.pk for text in done.texts])
    found = consequences(before, after, done.asked)
    if found.refused:
        raise ValidationError(found.refused)
    for pk, stand in after.items():
        if pk not in before:
            found.changed.append(Changed(stand.text, changes(None, stand.life)))
            found.asked.extend(stand.doubts)
    review = Review(done, found)
    if SAVE not in request.POST or request.POST.get(SEAL) != review.seal:
        raise review
    trace(request, done, form.rows)
    return done


def trace(request, done: Done, rows: list[Model]) -> None:
    """In the journal, once, value by value."""
    why, token = request.POST.get(WHY, ""), request.POST.get(TOKEN, "")
    after = dict(values_of(done.about)) | told_rows(rows)
    write_entry(request.user, done.about, before=done.before, after=after, token=token, why=why)


def address(done: Done) -> str:
    label = done.about._meta.model_name
    return reverse(f"admin:agreements_{label}_change", args=[done.about.pk])


# -- The two screens -----------------------------------------------------------------------------------------


def asked(request, happening: Happening, form: HappeningForm):
    token = request.POST.get(TOKEN) or token_urlsafe(16)
    return shown(
        request, happening, "admin/agreements/happening/form.html", form=form, media=form.media, token=token
    )


def looked_over(request, happening: Happening, form: HappeningForm, review: Review):
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN and name not in form.on_review and name != WHY
        for value in values
    ]
    again = SAVE in request.POST
    context = {"form": form, "review": review, "carried": carried, "again": again}
    return shown(request, happening, "admin/agreements/happening/review.html", **context)


def shown(request, happening: Happening, template: str, **context):
    context |= site.each_context(request) | {
        "title": happening.title,
        "happening": happening,
        "opts": Agreement._meta,
    }
    return render(request, template, context)
