"""What comes back: of addresses drawn at random, of raw bytes, of hostile names; the headers of each kind of page."""

from itertools import islice

from tests.proofs import Finding, plural, raw
from tests.proofs.addresses import Addresses
from tests.proofs.site import Load, Site

SEED = 20_261_129
#: Each kind of page, refusals included.
KINDS = [
    "/", "/accords/", "/accords.json", "/accords.csv?q=prime", "/accords.atom", "/accords.ics", "/conventions/",
    "/organisations/", "/changements/", "/suivi/", "/glossaire/", "/editions/", "/applicable/", "/chiffres/",
    "/healthz", "/robots.txt", "/nulle-part/", "/accords/?type=x", "/?q=%00", "/static/robots.txt",
]  # fmt: skip
HOSTS = [
    "evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example:80", "localhost.evil", "", "[::1",
    "xn--evil", "127.0.0.1, evil.example", "127.0.0.2",
]  # fmt: skip
FORWARDED = [
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "X-Forwarded-For",
    "Forwarded",
    "X-Original-URL",
]


def generated(site: Site, count: int) -> list[Finding]:
    """G1, G21 and G28: no fault, no cookie, and what the dearest answer cost."""
    with Load(site, islice(Addresses(SEED, site.slugs()), count)) as load:
        load.join()
    told = ", ".join(f"{status} : {number}" for status, number in sorted(load.statuses.items()))
    failed = len(load.faults)
    return [
        Finding(
            "G1", f"aucune faute sur {plural(count, 'demande')}, toutes adresses, tous formats",
            f"{plural(failed, 'faute')} ({told})" + "".join(f" ; {fault}" for fault in load.faults[:3]),
            failed == 0 and load.count == count,
        ),
        Finding(
            "G28", "99 % des réponses en moins de 5 s, machine partagée, quatre clients",
            f"médiane {load.quantile(0.5):.0f} ms, 99 % en {load.quantile(0.99):.0f} ms, "
            f"la pire {load.quantile(1):.0f} ms ({load.dearest[1]})",
            load.quantile(0.99) <= 5_000,
        ),
    ]  # fmt: skip


def brute(site: Site, count: int) -> list[Finding]:
    """G2: bytes as no browser sends them."""
    named = raw.requests()
    answers = {name: site.send(request) for name, request in named.items()}
    faults = [name for name, answer in answers.items() if answer.is_a_fault_of_the_site]
    silent = sum(not answer.status for answer in answers.values())
    return [
        Finding(
            "G2", f"aucune faute sur {plural(len(named), 'demande brute', 'demandes brutes')}",
            f"{plural(len(faults), 'faute')} {', '.join(faults)}; {silent} fermées sans réponse".replace(" ;", " ;"),
            not faults,
        )
    ]  # fmt: skip


def hostile_names(site: Site, count: int) -> list[Finding]:
    """G22: another name, or what a proxy would say, changes no answer."""
    plain, wrong = (
        {address: site.get(address) for address in ("/accords/", "/accords.atom", "/static/robots.txt")},
        [],
    )
    for address, (status, _, content) in plain.items():
        for host in HOSTS:
            got = site.send(raw.get(address.encode()).replace(raw.HOST, f"Host: {host}\r\n".encode()))
            if not got.is_a_refusal:
                wrong.append(f"Host: {host} → {got.status}")
        for name in FORWARDED:
            again = site.get(address, **{name: "https://evil.example"})
            if (again[0], again[2]) != (status, content):
                wrong.append(f"{name} {address}")
    asked = len(plain) * (len(HOSTS) + len(FORWARDED))
    return [
        Finding(
            "G22",
            f"{asked} demandes : un refus, ou la même réponse",
            f"{len(wrong)} autres {wrong[:3] or ''}",
            not wrong,
        )
    ]


# -- Headers -------------------------------------------------------------------------------------------------------

#: What the rules of the MDN HTTP Observatory (2024) give to what is there, and take from what is not.
POLICY = {"default-src 'none'": 10, "frame-ancestors 'none'": 5}
GIVEN = {
    "referrer-policy": (
        {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"},
        5,
    ),
    "cross-origin-resource-policy": ({"same-origin", "same-site"}, 10),
}

#: What data that any site may read do without: the points of a resource kept to its own site.
OPEN = 10


def score(headers: dict[str, str]) -> int:
    """The score of an answer, as over TLS: what only TLS can show (redirection, HSTS) is counted as right."""
    policy = headers.get("content-security-policy", "")
    total = 100 + sum(points for rule, points in POLICY.items() if rule in policy)
    total -= 25 * ("default-src" not in policy) + 20 * ("unsafe-inline" in policy)
    total -= 5 * (headers.get("x-content-type-options") != "nosniff")
    total -= 20 * ("frame-ancestors" not in policy and "x-frame-options" not in headers)
    total -= 40 * ("set-cookie" in headers)
    return total + sum(points for name, (good, points) in GIVEN.items() if headers.get(name) in good)


def is_page(headers: dict[str, str]) -> bool:
    return headers.get("content-type", "").startswith("text/html")


def tells_of_itself(headers: dict[str, str], proxied: bool) -> bool:
    """A cookie, or what serves; a proxy in front says its own name, which must be without a version."""
    server = headers.get("server", "")
    return "set-cookie" in headers or bool(server and not (proxied and server.isalpha()))


def guarded(site: Site, count: int) -> list[Finding]:
    """G20 and G21, on each kind of page."""
    answers = {address: site.get(address)[1] for address in KINDS}
    pages = {address: score(headers) for address, headers in answers.items() if is_page(headers)}
    data = {address: score(headers) for address, headers in answers.items() if not is_page(headers)}
    worst = min(pages, key=pages.get)
    said = [address for address, headers in answers.items() if tells_of_itself(headers, site.tls)]
    return [
        Finding("G20", "130 au moins par les règles de l’Observatory, sur chaque sorte de page",
                f"{pages[worst]} ({worst}), sur {len(pages)} sortes; {min(data.values())} au moins des données "
                "ouvertes", pages[worst] >= 130 and min(data.values()) >= 130 - OPEN),
        Finding("G21", "ni cookie ni nom de serveur" + (", sinon celui d’un mandataire" if site.tls else ""),
                f"{len(said)} sur {len(answers)} sortes", not said),
    ]  # fmt: skip
