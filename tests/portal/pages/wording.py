"""Every page as a reader reads it: the forms that French does not have, dead links, counts that their lists deny.

`PORTAL_VAR=<folder> python -m tests.portal.pages.wording` crawls the edition of an installation, of whatever size,
and prints what it finds; the tests crawl the edition of the sector.
"""

import html
import os
import re
import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

MONTH = "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
KIND = "(?:avenant|accord|annexe|protocole|convention|décision|recommandation|arrêté)"
VERB = "(?:à|de|modifie|remplace|abroge|complète|dénonce|rectifie|reprend|avec)"
#: Before a number that counts, and is not the end of another nor the number of a text.
ALONE = r"(?<![\d°,./-])(?<!n° )\b"
#: What no page of ours says. Official articles, quoted clauses and the passages of a search are not ours.
WRONG = {
    "texte sans article": rf"\b(?:est une? \w+ {VERB}|[Cc]e texte {VERB}|porte adhésion à|met fin à) {KIND}\b",
    "de avenant": r"\b(?:de|le|du|ce) (?:avenant|accord|annexe|arrêté|avis|additif)\b(?! de la CPNI)",
    "1 au lieu de 1er": rf"(?<![\d,.-])\b0?1 {MONTH}\b",
    "jour écrit 06": rf"(?<![\d,./-])\b0[2-9] {MONTH}\b",
    "date de machine": r"(?<!conventions collectives )(?<![\w/=.-])(?:19|20)\d\d-[01]\d-[0-3]\d(?![\w/-])",
    "code de la base": r"(?<!EN )\bVIGUEUR\w*|\b[A-Z]{4,}_[A-Z_]+\b",
    "identifiant": r"(?<![\w/=.-])(?:ccn-\d\d|idcc-\d+|bass|chrs)-[a-z]+-[\w-]+",
    "objet non lu": r"objet non lu",
    "toutes conventions": r"\b[Tt]extes toutes conventions",
    "A fait": r"\bA fait\b",
    "des milliers de jours": r"\bau moins \d \d{3} jours",
    "non connu": r"\b[Nn]on connue?s?\b",
    "un, au pluriel": rf"{ALONE}[01] (?:textes|faits|accords|associations|articles|sources|jours|agréés|signés)\b",
    "plusieurs, au singulier": rf"{ALONE}(?:[2-9]|\d\d\d?|\d{{1,3}} \d{{3}}) (?:texte|fait|accord|association|jour)\b",
    "titre dit deux fois": rf"\b((?:{KIND})(?: n° ?[\w-]+)? du 1?\d(?:er)? {MONTH} \d{{4}}),? \1\b",
    "annexe 2 dite deux fois": r"\b([Aa]nnexe) n° (\w+)(?: du [^,;:—]{8,20})?(?: —| :)? \1 (?:n° )?\2\b",
    "mot de programme": r"\b(?:None|True|False|Undefined|NaN)\b",
    "deux points de suite": r"(?<!\.)\.\.(?!\.)|,,| ,|…\.",
    "de il, que il": r"\b(?:que|jusque|lorsque) (?:il|elle|on|un)\b|\bsi il\b|\bde avril\b|\bde août\b|\bde octobre\b",
}  # fmt: skip
FORMS = {name: re.compile(form) for name, form in WRONG.items()}
NOT_OURS = re.compile(
    r'<article\b.*?</article>|<tr class="passage">.*?</tr>|<q>.*?</q>|<(script|style)\b.*?</\1>', re.DOTALL
)
JOINED = re.compile(r",\s+(\d+)\s+adhésions?")
#: What a list of signatories does not hold.
ASIDE = re.compile(r"\s*\d+\s+(?:opposition|retrait)")
INLINE = re.compile(r"</?(?:a|abbr|b|cite|em|mark|strong|sup|span class=\"(?:count|note)\")\b[^>]*>")
TAG, BLANK = re.compile(r"<[^>]+>"), re.compile(r"[^\S\n]+")
LINK = re.compile(
    r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>(?:\s*<span class="count">(.*?)</span>)?', re.DOTALL
)
NUMBER = re.compile(r"\s*(\d[\d\s]*)")
#: Pages that list or count: their figures must be those of the lists that they lead to.
COUNTING = ("/", "/suivi/", "/conventions/", "/organisations/")
#: Counts that are checked, of a whole installation: a list is asked for each.
MOST_COUNTS = 3_000
#: Followed whatever their number; of other addresses of a kind, the first.
WHOLE = {
    (name, ())
    for name in ("accords", "conventions", "organisations", "mesures", "sources", "suivi", "changements")
}


@dataclass
class Found:
    """What a crawl finds: pages read, wrong forms with their page, dead links, counts that are denied."""

    pages: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)
    dead: list[tuple[str, str]] = field(default_factory=list)
    denied: list[tuple[str, str, int, int]] = field(default_factory=list)
    counts: int = 0


def prose(body: str) -> str:
    """The words of a page that are ours, a line for each of its blocks."""
    ours = TAG.sub("\n", INLINE.sub("", NOT_OURS.sub("\n", body)))
    return BLANK.sub(" ", html.unescape(ours))


def wrong_forms(body: str) -> Iterator[tuple[str, str]]:
    """The wrong forms of a page, each with the words around it."""
    text = prose(body)
    for name, form in FORMS.items():
        for found in form.finditer(text):
            yield name, text[max(0, found.start() - 40) : found.end() + 40].replace("\n", " ")


def counted(body: str) -> Iterator[tuple[str, int]]:
    """The lists that a page leads to, each with the number that it tells of it; a year is not one.

    « 6 signatures, 1 adhésion » are seven.
    """
    for link, words, count in LINK.findall(body):
        address, text = html.unescape(link), TAG.sub("", html.unescape(count or words))
        told, joined = NUMBER.match(text), JOINED.search(text)
        if (
            told
            and not ASIDE.match(text)
            and address.startswith("/accords/?")
            and f"annee={text.strip()}" not in address
        ):
            yield address, int(re.sub(r"\D", "", told[1])) + (int(joined[1]) if joined else 0)


def crawl(client, most: int, start: str = "/") -> Found:
    """Every page of the site from its first; of lists under filters, so many of each kind."""
    found, seen, waiting, kinds, totals = Found(), {start}, deque([start]), Counter(), {}
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        if answer.status_code != 200:
            if answer.status_code not in (301, 302):
                found.dead.append((address, str(answer.status_code)))
            continue
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        body = answer.content.decode()
        read(found, address, body, client, totals)
        for link in map(html.unescape, re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', body)):
            if link.startswith("#") and f'id="{link[1:]}"' not in body:
                found.dead.append((address, link))
            target = urlsplit(urljoin(f"http://here{address}", link))
            local = f"{target.path}?{target.query}" if target.query else target.path
            if target.netloc == "here" and local not in seen and not target.path.startswith("/static/"):
                seen.add(local)
                names = tuple(sorted({name for name, _ in parse_qsl(target.query)}))
                kind = (target.path.split("/")[1], names)
                kinds[kind] += 1
                if (kind in WHOLE or kinds[kind] <= most) and len(names) <= 2:
                    waiting.append(local)
    return found


def read(found: Found, address: str, body: str, client, totals: dict[str, int]) -> None:
    """One page: its forms, and its counts where it counts."""
    found.pages += 1
    for name, words in wrong_forms(body):
        found.wrong.setdefault(name, []).append(f"{address} : {words}")
    if not address.startswith(COUNTING[1:]) and address != "/":
        return
    for link, told in counted(body) if found.counts < MOST_COUNTS else ():
        if link not in totals:
            totals[link] = client.get(link.replace("/accords/?", "/accords.json?par_page=1&", 1)).json()[
                "total"
            ]
        found.counts += 1
        if totals[link] != told:
            found.denied.append((address, link, told, totals[link]))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ |= {"PORTAL_ROLE": "public", "PORTAL_NO_BOOTSTRAP": "1"}
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["*"]
    found = crawl(Client(raise_request_exception=False), int(sys.argv[1]) if len(sys.argv) > 1 else 30)
    for name, places in sorted(found.wrong.items()):
        print(f"{name} : {len(places)}", *places[:12], sep="\n    ")
    print(
        f"{found.pages} pages, {sum(map(len, found.wrong.values()))} formes fautives, {len(found.dead)} liens morts,"
    )
    print(
        f"{len(found.denied)} comptes contredits sur {found.counts}",
        *found.dead[:20],
        *found.denied[:30],
        sep="\n    ",
    )
    return bool(found.wrong or found.dead or found.denied)


if __name__ == "__main__":
    sys.exit(main())
