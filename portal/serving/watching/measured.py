"""What a worker counts of itself: requests, how long they take, its edition, its cache. Read by `measures.py`.

The names are in French, as all that people read; the forms are those of Prometheus. Nothing is told of who asks: a
request is counted under the form of its address (« /accords/<slug:slug>/ »), never under the address itself.
"""

import time
from functools import lru_cache
from threading import Thread

from django.urls import Resolver404, resolve
from prometheus_client import Counter, Gauge, Histogram

from agreements.reading.convention.freshness import official_base
from portal.edition.reader import reading
from portal.edition.served import served

#: Seconds between two looks of a worker at its edition and its cache.
EVERY = 1
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter(
    "portail_requetes", "Demandes, par route et classe de réponse.", ["role", "route", "classe"]
)
SECONDS = Histogram(
    "portail_reponse_secondes", "Secondes jusqu’à la fin d’une réponse.", ["role"], buckets=BUCKETS
)
NUMBER = Gauge("portail_edition_numero", "L’édition servie.", multiprocess_mode="livemin")
PUBLISHED = Gauge(
    "portail_edition_publiee_timestamp_seconds", "Quand elle a été publiée.", multiprocess_mode="livemin"
)
VERIFIED = Gauge(
    "portail_edition_verifiee_timestamp_seconds", "Quand son fichier a été vérifié en dernier, par le plus ancien.",
    multiprocess_mode="livemin",
)  # fmt: skip
FALLBACK = Gauge(
    "portail_edition_secours",
    "1 si une autre édition que la courante est servie.",
    multiprocess_mode="livemax",
)
BASE_READ = Gauge(
    "portail_base_officielle_lue_timestamp_seconds", "Le jour où la base officielle a été lue.",
    multiprocess_mode="livemin",
)  # fmt: skip
ENTRIES = Gauge("portail_cache_entrees", "Réponses gardées.", multiprocess_mode="livesum")
BYTES = Gauge("portail_cache_octets", "Octets des réponses gardées.", multiprocess_mode="livesum")


@lru_cache(maxsize=4096)
def route_of(path: str) -> str:
    """The form of an address, as the pages declare it; many addresses have one."""
    if path.startswith("/static/"):
        return "/static/"
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return "(aucune)"


def measured(application, role: str, answers):
    """Wrap an ASGI application so that each request is counted, and its time; look at the edition apart."""
    Thread(target=keep_looking, args=[answers, role], name="mesures", daemon=True).start()
    seconds = SECONDS.labels(role)

    async def counting(scope, receive, send):
        if scope["type"] != "http":
            return await application(scope, receive, send)
        began, status = time.perf_counter(), 500

        async def sending(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            return await application(scope, receive, sending)
        finally:
            seconds.observe(time.perf_counter() - began)
            REQUESTS.labels(role, route_of(scope["path"]), f"{status // 100}xx").inc()

    return counting


def keep_looking(answers, role: str) -> None:
    opening = None
    while role == "public":
        if answers is not None:
            ENTRIES.set(len(answers.answers))
            BYTES.set(answers.size)
        FALLBACK.set(bool(served.fallback))
        VERIFIED.set(served.last_verified)
        if served.manifest and opening != served.opening:
            opening = served.opening
            look_at(served.manifest)
        time.sleep(EVERY)


def look_at(manifest) -> None:
    """What an edition says of itself; read once, when it is opened."""
    NUMBER.set(manifest.number)
    PUBLISHED.set(manifest.moment.timestamp())
    with reading(manifest):
        read_on = official_base(manifest).last_read_on
    BASE_READ.set(midnight(read_on) if read_on else 0)


def midnight(day) -> float:
    return time.mktime(day.timetuple())
