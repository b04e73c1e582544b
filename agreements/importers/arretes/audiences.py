"""The arrêtés of representativeness: who is recognised in a field, and what each union weighs there."""

import re
from decimal import Decimal

from agreements.importers.arretes.articles import Article
from agreements.importers.arretes.facts import Audience, Field, ReadAct, Scope, Weight
from agreements.importers.arretes.grammar.fields import keys_in
from agreements.importers.arretes.grammar.lines import Line
from agreements.law.vocabulary import College

_OF_EMPLOYERS = re.compile(r"organisations? (?:professionnelles? )?d'employeurs", re.IGNORECASE)
_OPENING = re.compile(r"reconnue?s? représentati(?:ve|f)s?|poids des organisations", re.IGNORECASE)
_IN = re.compile(
    r"(?:représentatives?|champ) (?:dans (?:le champ de )?|de )(?P<field>.+?),?\s*"
    r"(?:(?:et )?(?:l'|les |pour )(?:organisation|la négociation)|le poids|$)",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"(?:[-–—―•]\s*)?(?:l'|la |le )?(?P<name>[^:]+?)(?:\s*:\s*(?P<share>\d{1,3}(?:[,.]\d+)?)\s*%)?\s*[;.,]?$",
    re.I,
)
_SHORT = re.compile(r"\((?P<short>[^()]+)\)\s*$")
_WHOLE, _SLACK = Decimal(100), Decimal("0.1")


def read_audiences(articles: list[Article], act: ReadAct) -> None:
    told = Field()
    for article in articles:
        lines = [line for line in article.lines if line.words]
        if not _OPENING.search(article.opening):
            continue
        named = _IN.search(article.opening)
        words = named["field"] if named else ""
        keys = keys_in(words) or told.keys or keys_in(act.heading.title)
        told = Field(words or act.heading.title, Scope.BRANCHE, keys)
        college = College.EMPLOYEUR if _OF_EMPLOYERS.search(article.opening) else College.SALARIE
        read_weights(lines, college, told, act)
    if not act.audiences:
        act.leave(1, act.heading.title, "aucune liste d’organisations")


def read_weights(lines: list[Line], college: College, field: Field, act: ReadAct) -> None:
    weights = []
    for line in lines:
        found = _WEIGHT.match(line.words)
        if not found or not re.match(r"[-–—―•]|l[ae']", line.words, re.IGNORECASE):
            act.leave(line.number, line.words, "ni organisation, ni poids")
            continue
        short = _SHORT.search(found["name"])
        name = found["name"][: short.start()].strip() if short else found["name"].strip()
        share = Decimal(found["share"].replace(",", ".")) if found["share"] else None
        weights.append(Weight(name, short["short"].strip() if short else "", share))
    shares = [one.share for one in weights if one.share is not None]
    if shares and (len(shares) < len(weights) or abs(sum(shares) - _WHOLE) > _SLACK):
        act.leave(lines[0].number, lines[0].words, f"les poids font {sum(shares)} %")
    elif weights:
        act.audiences.append(Audience(college, field, tuple(weights), lines[0].number))
