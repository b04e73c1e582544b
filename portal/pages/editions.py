"""The editions that are kept, and what changed in our knowledge between two of them."""

from django import forms

from agreements.models import Agreement
from agreements.reading.list_rows import Card
from portal.edition import store
from portal.edition.manifest import Manifest
from portal.edition.served import served
from portal.publishing.errata import Errata, errata
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import read, reads, refusals_of


def errata_json(before: Manifest, after: Manifest, found: Errata) -> dict:
    return {
        "de": before.as_json(),
        "a": after.as_json(),
        "ajoutes": found.changes.added,
        "retires": found.changes.withdrawn,
        "corriges": [
            {
                "accord": slug,
                "corrections": [
                    {"sur": each.about, "avant": each.before or None, "apres": each.after or None}
                    for each in errors
                ],
            }
            for slug, errors in found.corrected.items()
        ],
    }


class EditionsForm(forms.Form):
    """The two editions that are compared; the present one and the one before it when the address does not say."""

    de = forms.CharField(label="De l’édition", required=False)
    a = forms.CharField(label="À l’édition", required=False)


def two_editions(request):
    """The two editions that an address names, or the reasons to refuse it."""
    kept = {str(edition.number): edition for edition in store.editions()}
    present = request.edition
    before = (edition for edition in kept.values() if edition.number < present.number)
    previous = next(filter(served.is_sound, before), present)
    chosen = {"de": previous, "a": present}
    form = read(request, EditionsForm)
    reasons = refusals_of(form)
    for name in chosen:
        if number := form.cleaned_data.get(name):
            chosen[name] = kept.get(number)
            if chosen[name] is None:
                reasons.append(f"{name} : l’édition « {number} » n’est pas conservée.")
            elif not served.is_sound(chosen[name]):
                reasons.append(f"{name} : l’édition {number} est abîmée, et rien ne peut en être dit.")
    if not reasons and chosen["de"].number > chosen["a"].number:
        reasons.append("de, a : la première édition est après la seconde.")
    return chosen["de"], chosen["a"], reasons


@reads(EditionsForm)
def between_editions(request):
    before, after, reasons = two_editions(request)
    if reasons:
        return bad_request(request, reasons, as_json=False)
    found = errata(before, after)
    slugs = [*found.changes.added, *found.changes.withdrawn, *found.corrected]
    texts = Agreement.objects.filter(slug__in=slugs).prefetch_related("conventions")
    cards = {text.slug: Card.of(text) for text in texts}
    return page_of(
        request,
        "pages/editions_compared.html",
        "board",
        before=before,
        after=after,
        editions=store.editions(),
        alone=len(store.editions()) == 1,
        added=[(slug, cards.get(slug)) for slug in found.changes.added],
        withdrawn=found.changes.withdrawn,
        corrected=[(slug, cards.get(slug), errors) for slug, errors in found.corrected.items()],
    )


@reads(EditionsForm)
def between_editions_json(request):
    before, after, reasons = two_editions(request)
    if reasons:
        return bad_request(request, reasons, as_json=True)
    return json_page(request, errata_json(before, after, errata(before, after)))


@reads()
def editions(request):
    return page_of(request, "pages/editions.html", "editions", editions=store.editions())


@reads()
def editions_json(request):
    kept = [
        manifest.as_json() | {"taille": manifest.size, "comptes": manifest.counts, "note": manifest.note}
        for manifest in store.editions()
    ]
    return json_page(request, {"editions": kept})
