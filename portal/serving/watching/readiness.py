"""`/pret`: whether a process can answer for what it serves; 503, with the reason, where it cannot.

`/healthz` says that it is alive. What stands in front of several of them asks here which are to be sent readers.
"""

from django.conf import settings
from django.db import DatabaseError
from django.http import JsonResponse

from agreements.reading.convention.freshness import STALE_AFTER, official_base
from portal.edition.served import served
from portal.french import system
from portal.serving.static_sources import missing
from portal.serving.watching.tables import WITHOUT, steps_behind
from portal.web.parameters import reads


@reads()
def public(request):
    """The edition is verified (or none would be served), its static files are there, its data not too old.

    What is only to be looked at is an anomaly, and stops nothing: another edition than the current one, or old data
    where no bound was set (`PORTAL_MOST_AGE`).
    """
    reasons, anomalies = [], [served.fallback] if served.fallback else []
    if name := missing():
        reasons.append(f"Le fichier statique {name} manque, ou est d’une autre version.")
    read_on = official_base(request.edition).last_read_on
    if aged := too_old(read_on, request.today):
        (reasons if settings.MOST_AGE else anomalies).append(aged)
    return state(
        reasons,
        anomalies,
        edition=request.edition.as_json(),
        base_officielle_age_en_jours=(request.today - read_on).days if read_on else None,
    )


def too_old(read_on, today) -> str:
    """Why the data are too old, or nothing."""
    bound = settings.MOST_AGE or STALE_AFTER.days
    if read_on is None:
        return "On ne sait pas quand la base officielle a été lue." if settings.MOST_AGE else ""
    days = (today - read_on).days
    return f"La base officielle a été lue il y a {days} jours, pour {bound} au plus." if days > bound else ""


def admin(request):
    """The editing database answers, with the tables of this version."""
    try:
        behind = steps_behind()
    except DatabaseError as error:
        why = system.reason_of_the_database(error) or "elle ne répond pas"
        return state([f"La base d’édition n’a pas pu servir : {why}."])
    return state([WITHOUT] if behind else [])


def state(reasons: list[str], anomalies: list[str] = (), **told) -> JsonResponse:
    content = {"etat": "pas-pret" if reasons else "pret", "raisons": reasons, "anomalies": [*anomalies]}
    answer = JsonResponse(content | told, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-store"
    if reasons:
        answer.status_code, answer.headers["Retry-After"] = 503, "60"
    return answer
