"""Which recorded agreement a decision speaks of, and how many times none is said."""

import subprocess
import sys
from datetime import date
from time import process_time

import pytest
from django.conf import settings

from agreements.importers.arretes.facts import CitedText, Decision, Field, Scope
from agreements.importers.arretes.matching import Match, Recorded, RecordedField, RecordedText
from agreements.importers.arretes.proposal import propose
from agreements.importers.arretes.recorded import recorded_now
from agreements.law.vocabulary import AgreementKind as Kind
from agreements.law.vocabulary import Nature
from tests import builders
from tests.agreements.importers.arretes.acts import agrement

DAY, NEXT = date(2010, 10, 8), date(2010, 10, 9)
CCN = frozenset({"ccn-66"})


def text(
    slug: str, number: str = "", dated: date | None = DAY, kind: str = "avenant", place: str = "", of=CCN
):
    return RecordedText(slug, kind, number, dated, of, place)


def decision(
    number: str = "", dated: date | None = DAY, kind: Kind = Kind.AVENANT, keys=("413",), subject: str = ""
) -> Decision:
    cited = CitedText(kind, number, dated, subject)
    return Decision(Nature.AGREE, cited, Field("Un titre", Scope.BRANCHE, frozenset(keys)), 1)


FIELDS = [RecordedField("ccn-66", 413), RecordedField("ccn-79", 1001), RecordedField("bass")]


@pytest.mark.parametrize(
    ("made", "texts", "found"),
    [
        (decision("322"), [text("a", "322"), text("b", "323")], "a"),
        (decision("85-4"), [text("a", "085-04")], "a"),
        (decision(), [text("a")], "a"),
        (decision("322", keys=("bass",)), [text("a", "322"), text("b", "322", of=frozenset({"bass"}))], "b"),
        (decision("322", keys=("413", "1001")), [text("a", "322", of=frozenset({"ccn-66", "ccn-79"}))], "a"),
        (decision(subject="Vie chère à la Guyane"), [text("a", place="Guyane")], "a"),
        (decision(), [text("a"), text("b", place="Guyane")], "a"),
        (decision("322"), [text("a", "322"), text("b")], "a"),
    ],
)
def test_matched(made, texts, found):
    assert Recorded(FIELDS, texts).match(made) == Match(found)


@pytest.mark.parametrize(
    ("made", "texts", "candidates", "why"),
    [
        (
            decision("322"),
            [text("a", "322"), text("b", "322")],
            "ab",
            "plusieurs textes ont ce nom ou cette date",
        ),
        (decision(), [text("a"), text("b")], "ab", "plusieurs textes ont ce nom ou cette date"),
        (decision(), [text("a"), text("b", "3")], "ab", "plusieurs textes ont ce nom ou cette date"),
        (decision("322"), [text("a")], "a", "un texte a cette date sous un autre numéro"),
        (decision(), [text("a", "322")], "a", "un texte a cette date sous un autre numéro"),
        (decision("322"), [text("a", "322", NEXT)], "a", "un texte a ce numéro à une autre date"),
        (decision("322"), [text("a", "322", None)], "a", "le texte enregistré n’a pas de date"),
        (decision("322", None), [text("a", "322")], "a", "l’acte ne donne pas la date du texte"),
        (
            decision("322"),
            [text("a", "322", kind="accord")],
            "a",
            "un texte a ce numéro ou cette date sous un autre type",
        ),
        (
            decision("322"),
            [text("a", "1", NEXT)],
            "",
            "aucun texte de cette convention n’a ce numéro ni cette date",
        ),
        (
            decision("322", keys=("1001",)),
            [text("a", "322")],
            "",
            "aucun texte de cette convention n’a ce numéro ni cette date",
        ),
        (decision("322", keys=("9999",)), [text("a", "322")], "", "convention non enregistrée"),
        (decision("322", keys=()), [text("a", "322")], "", "convention non reconnue"),
        (
            decision(),
            [text("a", place="Guyane")],
            "",
            "aucun texte de cette convention n’a ce numéro ni cette date",
        ),
    ],
)
def test_not_matched(made, texts, candidates, why):
    assert Recorded(FIELDS, texts).match(made) == Match(candidates=tuple(candidates), why=why)


@pytest.mark.parametrize(
    ("made", "texts", "linked", "found"),
    [
        (decision("322"), [text("a", "322", None)], "a", Match("a")),
        (decision("322"), [text("a", "322"), text("b", "322")], "b", Match("b")),
        (decision(), [text("a", "322")], "a", Match("a")),
        (decision("322", None), [text("a", "322")], "a", Match("a")),
        (decision("322", keys=()), [text("a", "322")], "a", Match("a")),
        (decision("322"), [text("a", "322")], "a", Match("a")),
        (decision("322"), [text("a", "322")], "", Match("a")),
        (decision("322"), [text("a", "322"), text("base", "", kind="convention")], ("base",), Match("a")),
    ],
)
def test_what_the_act_links_to_is_surer_than_its_name(made, texts, linked, found):
    assert Recorded(FIELDS, texts).match(made, frozenset(linked)) == found


@pytest.mark.parametrize(
    ("made", "texts", "linked", "why"),
    [
        (  # the number, the day or the kind is not the one that the line gives
            decision("322"),
            [text("a", "323", None)],
            "a",
            "aucun texte de cette convention n’a ce numéro ni cette date",
        ),
        (decision("322"), [text("a", "322", NEXT)], "a", "un texte a ce numéro à une autre date"),
        (
            decision("322"),
            [text("a", "322", kind="accord")],
            "a",
            "un texte a ce numéro ou cette date sous un autre type",
        ),
        (
            decision("322", keys=("1001",)),
            [text("a", "322")],
            "a",
            "aucun texte de cette convention n’a ce numéro ni cette date",
        ),
        (  # several are linked under this name
            decision("322"),
            [text("a", "322"), text("b", "322")],
            "ab",
            "plusieurs textes ont ce nom ou cette date",
        ),
        (  # the name and the link say two texts
            decision("322"),
            [text("a", "322"), text("b", "322", None)],
            "b",
            "le nom du texte et le lien de l’acte en désignent deux",
        ),
    ],
)
def test_a_link_that_says_otherwise_than_the_line_settles_nothing(made, texts, linked, why):
    found = Recorded(FIELDS, texts).match(made, frozenset(linked))
    assert (found.slug, found.why) == ("", why)


AGREED = "I. - Convention collective du 15 mars 1966\nAvenant n° 922 du 8 octobre 2010 relatif à la paie.\n"


def proposed(agreed: str, refused: str = "") -> list[tuple]:
    recorded = Recorded(FIELDS, [text("a", "922"), text("b", "923", date(2030, 1, 1))])
    return [
        (row.decision.nature.value, row.match.slug, row.match.candidates, row.warnings)
        for act in propose(agrement(agreed, refused), recorded)
        for row in act.rows
    ]


def test_a_proposal_sets_each_decision_beside_its_agreement():
    assert proposed(AGREED) == [("agree", "a", (), ())]


def test_two_lines_for_one_agreement_are_left_to_a_person():
    twice = ("deux lignes de l’acte nomment ce texte",)
    assert proposed(AGREED + AGREED) == [("agree", "", ("a",), twice)] * 2
    otherwise = ("l’acte en décide deux fois, autrement",)
    assert proposed(AGREED, AGREED) == [
        ("agree", "", ("a",), otherwise),
        ("refus-agrement", "", ("a",), otherwise),
    ]


def test_a_text_dated_after_its_act_is_told():
    late = AGREED.replace("922 du 8 octobre 2010", "923 du 1er janvier 2030")
    assert proposed(late) == [("agree", "b", (), ("le texte porte une date qui suit celle de l’acte",))]


@pytest.mark.django_db
def test_what_is_recorded_is_read_in_three_queries(django_assert_num_queries):
    builders.convention("ccn-66", idcc=413)
    builders.agreement("ccn-66-avenant-922", kind="avenant", number="922", dated=DAY)
    builders.agreement("ccn-66-avenant-923", kind="avenant", number="923", dated=DAY)
    with django_assert_num_queries(3):
        recorded = recorded_now()
    assert [row.match.slug for row in propose(agrement(AGREED), recorded)[0].rows] == ["ccn-66-avenant-922"]


def test_acts_are_read_without_django():
    """The reader and the matching are pure: neither settings, nor models, nor a database."""
    code = (
        "import sys; from agreements.importers.arretes.proposal import propose;"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.BASE_DIR)


@pytest.mark.parametrize(
    "words",
    [
        "à l'accord ",
        "et n° 1 du 8 octobre 2010 ",
        "relatif à, ayant pour objet ",
        "(",
        "<",
        ", et avenant ",
        "1er ",
        "\t",
    ],
)
def test_a_long_line_is_read_in_the_time_of_its_length(words):
    line = "Avenant n° 1 du 8 octobre 2010 " + words * (40_000 // len(words))
    started = process_time()
    propose(agrement(f"I. - Convention collective du 15 mars 1966\n{line}\n") + line, Recorded(FIELDS, []))
    assert process_time() - started < 2
