"""The twenty questions of `docs/taches.md`, each answered from the first page in two clicks at most.

The document is the test: its steps are followed as they are written, by a reader without scripts.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.conf import settings

from tests.reading import BLANK, flowing, parsed

DOCUMENT = settings.BASE_DIR / "docs" / "taches.md"
MOST_CLICKS = 2
TASK = re.compile(r"^### (\d+)\. (.+)$", re.MULTILINE)
STEP = re.compile(r"^- (\w+) (.+)$", re.MULTILINE)


def tasks() -> list[tuple[str, list[tuple[str, str]]]]:
    written = DOCUMENT.read_text(encoding="utf-8")
    heads = list(TASK.finditer(written))
    ends = [head.start() for head in heads[1:]] + [len(written)]
    return [(head[2], STEP.findall(written[head.end() : end])) for head, end in zip(heads, ends, strict=True)]


def quoted(words: str) -> str:
    return words.removeprefix("« ").removesuffix(" »")


@dataclass
class Reader:
    """A browser without scripts: it follows links and sends forms."""

    client: object
    address: str = "/"
    clicks: int = 0
    given: dict = field(default_factory=dict)

    def __post_init__(self):
        self.open(self.address)

    def open(self, address: str):
        self.answer = self.client.get(address, follow=True)
        assert self.answer.status_code == 200, address
        hops = getattr(self.answer, "redirect_chain", [])
        self.address = urljoin(address, hops[-1][0]) if hops else address

    @property
    def page(self):
        return parsed(self.answer)

    def click(self, address: str):
        self.clicks += 1
        self.given = {}
        self.open(urljoin(self.address, address))

    def chercher(self, words: str):
        [form] = [form for form in self.page.query("main form") if form.query("[name=q]")][:1]
        self.click(self.sent(form, {"q": [quoted(words)]}))

    def suivre(self, words: str):
        named = quoted(words)
        found = [(flowing(link), link.attrs["href"]) for link in self.page.query("a[href]")]
        links = [(told, href) for told, href in found if not href.startswith("#")]
        whole = [href for told, href in links if told == named]
        among = [href for told, href in links if named in told]
        assert among, f"aucun lien « {named} » sur {self.address}"
        self.click((whole or among)[0])

    def remplir(self, fields: str):
        self.given = dict(pair.split(" = ") for pair in fields.split(", "))

    def envoyer(self, words: str):
        named = quoted(words)
        forms = self.page.query("form")
        [form] = [form for form in forms if named in [flowing(button) for button in form.query("button")]][:1]
        names = {node.attrs.get("name") for node in form.query("input, select")}
        assert set(self.given) <= names, (self.given, names)
        self.click(self.sent(form, {name: [value] for name, value in self.given.items()}))

    def sent(self, form, given: dict) -> str:
        """The address that a form asks for: what it carries, and what was filled in."""
        carried = {
            node.attrs["name"]: [node.attrs.get("value", "")]
            for node in form.query(
                "input[type=hidden], input[type=date], input[type=search], input[type=number]"
            )
            if node.attrs.get("value")
        }
        return f"{form.attrs['action']}?{urlencode(carried | given, doseq=True)}"

    def lire(self, words: str):
        named = quoted(words)
        if self.answer.headers["Content-Type"].startswith("text/html"):
            told = flowing(self.page.query("main")[0])
        else:
            told = BLANK.sub(" ", b"".join(self.answer).decode("utf-8-sig"))
        assert named.lower() in told.lower(), f"« {named} » n’est pas sur {self.address}"


def test_there_are_twenty_questions():
    assert len(tasks()) == 20
    assert all(steps and steps[-1][0] == "lire" for _, steps in tasks())


@pytest.mark.parametrize(("question", "steps"), tasks(), ids=[question[:40] for question, _ in tasks()])
def test_the_answer_is_two_clicks_away_at_most(reader, question, steps):
    walk = Reader(reader)
    for verb, words in steps:
        getattr(walk, verb)(words)
    assert 1 <= walk.clicks <= MOST_CLICKS, question
    assert urlsplit(walk.address).path != "/"
