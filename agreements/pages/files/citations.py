"""One agreement as those who cite it take it: BibTeX, RIS, and the words of the web of data (schema.org)."""

import re

from django.http import Http404, HttpResponse, JsonResponse

from agreements.law.vocabulary import EffectState
from agreements.models import Agreement
from agreements.reading.agreement.on_day import AgreementOnDay
from portal.french.dates import Precision
from portal.web.addresses import absolute
from portal.web.parameters import reads

#: How the words of effect are told by schema.org; what is not known is not told.
FORCE = {
    EffectState.EN_VIGUEUR: "InForce",
    EffectState.PAS_ENCORE: "NotInForce",
    EffectState.PLUS_EN_VIGUEUR: "NotInForce",
    EffectState.SANS_EFFET: "NotInForce",
}
BRACED = re.compile(r"([{}\\%&$#_])")


def record_of(request, slug: str) -> AgreementOnDay:
    try:
        return AgreementOnDay(slug, request.day, request.edition)
    except Agreement.DoesNotExist as error:
        raise Http404("Aucun accord ne porte cet identifiant.") from error


def told_of(request, slug: str) -> dict[str, str]:
    """What every form of a citation says."""
    record = record_of(request, slug)
    text = record.agreement
    exact = text.dated and text.dated_precision == Precision.JOUR
    return {
        "titre": f"{record.name} ({record.fields}){f', {record.subject}' if record.subject else ''}",
        "date": text.dated.isoformat() if exact else "",
        "annee": str(text.dated.year) if text.dated else "",
        "url": absolute(f"{text.get_absolute_url()}?date={request.day.isoformat()}"),
        "note": f"État au {request.day.isoformat()}, édition {request.edition.number} du portail.",
    }


def braced(text: str) -> str:
    """A text as BibTeX takes it literally."""
    return BRACED.sub(r"\\\1", text)


@reads()
def bibtex(request, slug: str):
    told = told_of(request, slug)
    fields = {"title": told["titre"], "year": told["annee"], "date": told["date"], "note": told["note"]}
    lines = [f"  {name} = {{{braced(value)}}}," for name, value in fields.items() if value]
    body = "\n".join([f"@misc{{{slug},", *lines, f"  url = {{{told['url']}}},", "}"]) + "\n"
    return HttpResponse(body, content_type="application/x-bibtex; charset=utf-8")


@reads()
def ris(request, slug: str):
    told = told_of(request, slug)
    fields = [
        ("TY", "STAT"), ("TI", told["titre"]), ("PY", told["annee"]), ("DA", told["date"].replace("-", "/")),
        ("UR", told["url"]), ("N1", told["note"]), ("ID", slug),
    ]  # fmt: skip
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    body = "\r\n".join([*lines, "ER  - ", ""])
    return HttpResponse(body, content_type="application/x-research-info-systems; charset=utf-8")


@reads()
def linked_data(request, slug: str):
    """The text as a `Legislation`; its force is told where it is established or deduced, and nowhere else."""
    record, told = record_of(request, slug), told_of(request, slug)
    text, situation = record.agreement, record.situation
    firm = situation and situation.effet_certainty in ("etabli", "deduit")
    force = FORCE.get(EffectState(situation.effet)) if firm else None
    content = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": absolute(text.get_absolute_url()),
        "name": told["titre"],
        "legislationIdentifier": situation.kalitext if situation and situation.kalitext else slug,
        "legislationType": text.get_kind_display(),
        "legislationJurisdiction": "FR",
        "inLanguage": "fr",
        "url": told["url"],
        "legislationDate": told["date"],
        "legislationLegalForce": f"https://schema.org/{force}" if force else None,
        "license": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    }
    kept = {name: value for name, value in content.items() if value}
    return JsonResponse(kept, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
