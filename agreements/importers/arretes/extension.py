"""The arrêtés that extend or enlarge a text, with what they exclude and the reserves they set; and the avis before."""

import re
from dataclasses import replace

from agreements.importers.arretes.articles import Article
from agreements.importers.arretes.facts import CitedText, Decision, Field, Form, ReadAct, Restriction, Scope
from agreements.importers.arretes.grammar.cited import read_line
from agreements.importers.arretes.grammar.fields import keys_in
from agreements.importers.arretes.grammar.lines import Line
from agreements.importers.arretes.grammar.words import ITEM, NAMES
from agreements.importers.written_dates import dates_in
from agreements.law.vocabulary import AgreementKind, Nature

_OBLIGES = re.compile(r"(?:sont|est) rendue?s? obligatoires?", re.IGNORECASE)
_SCOPE = re.compile(
    r"champ d'application(?: professionnel(?: et territorial)?)? (?:de la |de l'|du |des |d'un )(?P<field>.+?)"
    r"(?:,? (?:et dans son|les (?:dispositions|stipulations))|$)",
    re.IGNORECASE,
)
_PROVISIONS = re.compile(
    r"les (?:dispositions|stipulations) (?:contenues dans|de|du|des)\s*:?\s*(?P<rest>.*)$", re.IGNORECASE
)
_FORMER = re.compile(r"^\s*(?:de )?(?:l'|le |la |ledit |ladite |les )", re.IGNORECASE)
_EXCLUDES = re.compile(
    r"(?:est|sont) exclue?s? de l'extension|^à l'exclusion d|à l'exclusion d(?:e|u|es)\b", re.IGNORECASE
)
_RESERVES = re.compile(
    r"(?:est|sont) (?:étendue?s?|élargie?s?) sous (?:la )?(?:double )?réserves?|sous réserve", re.IGNORECASE
)
#: Where a line that names a text goes on with what is taken out of it, and what says so of a text on a line of its own.
_INLINE = re.compile(r",?\s+(?:et )?(?=à l'exclusion d|sous réserve )", re.IGNORECASE)
_DECIDED = re.compile(r"\b(?:est|sont) (?:étendue?s?|élargie?s?|exclue?s?)\b", re.IGNORECASE)
#: What ties a text to the convention of the act, once its object is said.
_TIED = re.compile(
    r"(?P<said>(?:relati(?:f|ve)s? |portant |ayant pour |\)).*?)\s*,?\s*(?:conclue?s? dans le cadre de|annexée?s? à|à)"
    r" (?:la|ladite) convention(?: collective)?(?: nationale)?(?: de travail)? susvisée\s*[.;]?$",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b[LRD]\.? ?\d[\d-]*")
_PAREN = re.compile(r"\s*,?\s*(?:susvisée?s?|tel que modifié[^,;]*)", re.IGNORECASE)
_NEXT = re.compile(
    r"L'(?:extension|élargissement) des effets|Le présent arrêté|La directrice|Le directeur", re.IGNORECASE
)
_ENVISAGED = re.compile(r"Textes? dont l'extension est envisagée", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>Dépôt|Objet|Signataires?)\s*:?\s*(?P<rest>.*)$", re.IGNORECASE)


def read_extension(articles: list[Article], act: ReadAct) -> None:
    read = False
    for article in articles:
        told = join(article)
        if _OBLIGES.search(told[0].words) if told else False:
            Extended(act, article.number).read(told)
            read = True
    if not read:
        line = articles[0].lines[0].number if articles and articles[0].lines else 1
        act.leave(line, act.heading.title, "aucun article ne rend de texte obligatoire")


def join(article: Article) -> list[Line]:
    """The opening as the first line, then the others; a line that goes on stands with the one before."""
    lines = (
        [Line(article.lines[0].number if article.lines else 0, article.opening)] if article.opening else []
    )
    for line in article.lines:
        wraps = lines and not line.spaced and not lines[-1].words.endswith((".", ";", ":"))
        if len(lines) > 1 and wraps and not re.match(ITEM, line.words):
            lines[-1] = lines[-1]._replace(words=f"{lines[-1].words} {line.words}")
        else:
            lines.append(line)
    return lines


class Extended:
    def __init__(self, act: ReadAct, article: str):
        self.act, self.article = act, article
        self.field = Field()
        self.made: list[list[Decision]] = []  # the decisions of each line
        self.since = 0  # lines of texts since the last restriction

    def read(self, lines: list[Line]) -> None:
        opening = lines[0].words
        scope = _SCOPE.search(opening)
        words = scope["field"] if scope else self.act.heading.title
        self.field = Field(
            words.strip(" ,:"), Scope.BRANCHE, keys_in(words) or keys_in(self.act.heading.title)
        )
        inline = _PROVISIONS.search(opening)
        if inline and inline["rest"].strip(" :"):
            self.text(lines[0]._replace(words=inline["rest"]))
        for line in lines[1:]:
            self.take(line)
        if not self.made:
            self.act.leave(lines[0].number, opening, "aucun texte rendu obligatoire n’a été lu")
        self.act.decisions += [one for made in self.made for one in made]

    def take(self, line: Line) -> None:
        words = re.sub(rf"^{ITEM}", "", line.words)
        if _NEXT.match(words):
            return
        if self.is_text(words):
            self.text(line._replace(words=words))
        elif _EXCLUDES.search(words) or _RESERVES.search(words):
            self.restrict(line, words)
        else:
            self.act.leave(line.number, line.words, "ni texte, ni exclusion, ni réserve")

    @staticmethod
    def is_text(words: str) -> bool:
        """Whether a line names a text that is extended, and does not only say what is taken out of one."""
        named = re.match(rf"(?:l'|le |la |les |ladite |ledit )?(?:{NAMES})", words, re.IGNORECASE)
        return bool(named) and not _DECIDED.search(_INLINE.split(words)[0])

    def text(self, line: Line) -> None:
        words, *rest = _INLINE.split(line.words)
        words = _PAREN.sub("", _TIED.sub(r"\g<said>", words))
        plain = _FORMER.sub("", words).strip(" ;.")
        if self.is_base(plain):
            days = dates_in(self.field.words)
            texts = (CitedText(AgreementKind.CONVENTION, dated=days[-1] if days else None),)
        else:
            cited = read_line(plain[:1].upper() + plain[1:])
            if cited.why:
                self.act.leave(line.number, line.words, cited.why)
                return
            texts = cited.texts
        nature = Nature.ELARGI if self.act.heading.form is Form.ELARGISSEMENT else Nature.ETENDU
        self.made.append([Decision(nature, text, self.field, line.number, self.article) for text in texts])
        self.since += 1
        for words in rest:
            self.set_on(self.made[-1], words)

    @staticmethod
    def is_base(words: str) -> bool:
        """« Ladite convention collective nationale »: the convention of the field itself."""
        return bool(
            re.match(r"convention collective(?: nationale)?(?: de travail)?(?:\s|$)", words, re.IGNORECASE)
        )

    def restrict(self, line: Line, words: str) -> None:
        """Set a restriction beside the text it follows; none where it could be of several."""
        named = [row for row in self.made if any(names(words, one.text) for one in row)]
        rows = named if len(named) == 1 else self.made[-1:] if self.since == 1 or self.restricted() else []
        if not rows:
            self.act.leave(line.number, line.words, "exclusion ou réserve d’un texte qu’on ne sait pas dire")
            return
        self.set_on(rows[0], words)

    def set_on(self, row: list[Decision], words: str) -> None:
        excludes = bool(_EXCLUDES.search(words))
        made = Restriction(excludes, words.strip(" ;.,"), tuple(dict.fromkeys(_CODE.findall(words))))
        row[:] = [restricted(one, made) for one in row]
        self.since = 0

    def restricted(self) -> bool:
        return bool(self.made and self.since == 0)


def names(words: str, text: CitedText) -> bool:
    return bool(text.number) and bool(re.search(rf"n° {re.escape(text.number)}(?![\w/-])", words))


def restricted(decision: Decision, restriction: Restriction) -> Decision:
    nature = Nature.ETENDU_AVEC_RESERVES if decision.nature is Nature.ETENDU else decision.nature
    return replace(decision, nature=nature, restrictions=(*decision.restrictions, restriction))


def read_avis(lines: list[Line], act: ReadAct) -> None:
    """« Texte dont l'extension est envisagée : … Dépôt : … Objet : … Signataires : … »."""
    texts, subject, label = [], "", ""
    field = Field(act.heading.title, Scope.BRANCHE, keys_in(" ".join(line.words for line in lines)))
    for line in lines:
        if opened := _ENVISAGED.match(line.words):
            label = "texte"
            rest = line.words[opened.end() :].strip(" :")
            texts += [line._replace(words=rest)] if rest else []
        elif opened := _LABEL.match(line.words):
            label = opened["label"].lower()
            subject = opened["rest"] if label == "objet" else subject
        elif label == "texte":
            texts.append(line)
        elif label == "objet" and not subject:
            subject = line.words
    if not texts:
        act.leave(1, act.heading.title, "aucun texte dont l’extension est envisagée")
    for line in texts:
        cited = read_line(line.words)
        if cited.why:
            act.leave(line.number, line.words, cited.why)
        for text in cited.texts:
            named = replace(text, subject=text.subject or subject.strip(" ."))
            act.decisions.append(Decision(Nature.AVIS_JO, named, field, line.number))
