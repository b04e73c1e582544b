"""When a text says, in its own articles, that it takes effect: form by form (dates and objects are ours).

Each form stands in `official_effects.txt`, kind and date first, with under it the rule that is read, or the doubt.
"""

import time
from datetime import date

import pytest

from agreements.importers.effect_articles import EffectReading, read_effect
from agreements.law.vocabulary import AgreementKind as Kind
from tests.agreements.importers.test_citations import forms


def read(form: str) -> EffectReading:
    head, _, html = form.partition(" | ")
    kind, dated = head.split()
    return read_effect(Kind(kind), date.fromisoformat(dated), [("3", html)])


def told(reading: EffectReading) -> str:
    if reading.doubts:
        return f"doute : {reading.doubts[0]}"
    return f"{reading.clause.rule} {reading.clause.on or ''}".strip() if reading.clause else ""


@pytest.mark.parametrize(("form", "expected"), forms("effects"))
def test_effect(form, expected):
    assert told(read(form)) == expected.removeprefix("    →").strip()


def test_the_article_is_named_and_the_words_are_kept():
    articles = [
        ("1er", "<p>Le point vaut 4 €.</p>"),
        ("2", "<p>Le présent avenant prend effet le 1er mars 2020.</p>"),
    ]
    reading = read_effect(Kind.AVENANT, date(2020, 1, 15), articles)
    assert reading.article == "2"
    assert reading.clause.text == "Le présent avenant prend effet le 1er mars 2020"


def test_the_same_clause_twice_is_one():
    twice = [
        ("2", "Le présent avenant prend effet le 1er mars 2020."),
        ("3", "Cet avenant est applicable au 1er mars 2020."),
    ]
    assert told(read_effect(Kind.AVENANT, date(2020, 1, 15), twice)) == "date-fixe 2020-03-01"


def test_two_clauses_in_two_articles_leave_a_doubt():
    two = [
        ("2", "Le présent avenant prend effet le 1er mars 2020."),
        ("3", "Cet avenant est applicable au 1er juin 2020."),
    ]
    reading = read_effect(Kind.AVENANT, date(2020, 1, 15), two)
    assert reading.clause is None and len(reading.doubts) == 2


@pytest.mark.parametrize("form", [form for form, _ in forms("effects")])
def test_any_beginning_is_read_and_never_raises(form):
    head, _, html = form.partition(" | ")
    for end in range(0, len(html), 3):
        read(f"{head} | {html[:end]}")


@pytest.mark.parametrize(
    "piece",
    [
        "Le présent avenant prend effet le 1er mars 2020 et fera l’objet d’une demande d’extension",
        ", et fera l’objet d’un dépôt",
        "sous réserve de son agrément, ",
        "l’arrêté de l’arrêté ",
        "« ",
        "Conformément à l’article 1, ",
    ],
)
def test_a_hostile_text_is_read_in_time(piece):
    started = time.monotonic()
    read(f"avenant 2020-06-23 | Le présent avenant {piece * 2_000}.")
    assert time.monotonic() - started < 2
