"""What the rule reads of an edition: how each state is known, who is party to a whole convention, what replaces."""

from datetime import date
from types import SimpleNamespace

import pytest

from agreements.law.vocabulary import Certainty, Mode, Reach
from agreements.models import ConventionParty, Negotiator, Relation
from members.finding.rule_inputs import began, certainties, situations_on, text_of
from members.finding.rule_links import is_lesser
from members.finding.texts_of_a_day import Texts
from members.models import BranchField
from members.rule.facts import Certainties, Party, Replacer
from members.rule.facts import Negotiator as Usual
from portal.edition.reader import reading
from tests.builders import agreement, convention, event, organisation, relation, source

SURE, DEDUCED, PROBABLE = Certainty.ETABLI, Certainty.DEDUIT, Certainty.PROBABLE


@pytest.mark.parametrize(("told", "expected"), [
    (("etabli", "etabli", "etabli", "etabli"), Certainties()),
    (("etabli", "probable", "etabli", "deduit"), Certainties(SURE, PROBABLE, SURE, DEDUCED)),
    (("etabli", "etabli", "", ""), Certainties(SURE, SURE, None, None)),
])  # fmt: skip
def test_how_each_state_is_known_is_read_of_the_situation(told, expected):
    """What is not known has no certainty: it is never taken for what a source says."""
    columns = [f"{track}_certainty" for track in Certainties._fields]
    assert certainties(SimpleNamespace(**dict(zip(columns, told, strict=True)))) == expected


def test_a_situation_that_does_not_tell_how_it_is_known_is_refused():
    with pytest.raises(AttributeError):
        certainties(SimpleNamespace(signature_certainty="etabli"))


@pytest.mark.parametrize(("kali_state", "extension", "expected"), [
    ("VIGUEUR_NON_ETEN", "inconnu", True), ("", "non-etendu", True), ("", "inconnu", False),
    ("VIGUEUR_ETEN", "etendu", False),
])  # fmt: skip
def test_a_text_is_not_extended_by_its_state_or_by_the_official_base(
    publish, kali_state, extension, expected
):
    text = agreement("un-texte", dated=date(2020, 1, 1), kali_state=kali_state)
    with reading(publish()):
        row = situations_on(date(2020, 6, 1)).get()
        row.extension = extension
        assert text_of(row).not_extended is expected, text.slug


EARLY, LATE = date(2020, 1, 1), date(2022, 5, 4)


@pytest.mark.parametrize(("lived", "since"), [
    ([("en-vigueur", "etabli", EARLY)], EARLY),
    ([("en-vigueur", "deduit", EARLY), ("en-vigueur", "etabli", LATE)], EARLY),
    ([("pas-encore", "deduit", EARLY), ("en-vigueur", "deduit", LATE)], LATE),
    ([("en-vigueur", "probable", EARLY), ("en-vigueur", "etabli", LATE)], LATE),
    ([("pas-encore", "deduit", EARLY), ("en-vigueur", "probable", LATE)], None),
])  # fmt: skip
def test_the_day_of_what_is_probable_is_no_day(lived, since):
    """A rule or a habit says from when it is likely: nothing was so by that day."""
    assert began((1, *row) for row in lived).get(1) == since


@pytest.mark.parametrize("bound", [True, False])
def test_a_term_that_is_only_a_bound_is_no_day(publish, bound):
    convention("ccn-66", subject_to_agrement=False, agrement_basis="hors champ")
    term = date(2022, 12, 31)
    event(agreement("oeth", dated=date(2019, 12, 19), term=term, term_is_a_bound=bound),
          "entree-en-vigueur", date(2020, 1, 1))  # fmt: skip
    with reading(publish()):
        told = text_of(situations_on(date(2024, 1, 1)).get())
    assert (told.ended, told.ended_by) == (None if bound else date(2023, 1, 1), "L2222-4 CT")


@pytest.fixture
def read(publish):
    """The links of an edition that holds what each test wrote."""

    def of_the_edition():
        with reading(publish()):
            return Texts().links

    return of_the_edition


def test_parties_and_negotiators_are_published(read):
    """Those of the employers alone, in order of time."""
    base, day = convention("ccn-66"), date(2015, 12, 16)
    for slug, on in (("nexem", day), ("sop", date(1966, 3, 15)), ("cfdt", date(1966, 3, 15))):
        mode = Mode.ADHESION if on == day else Mode.SIGNATURE
        ConventionParty.objects.create(
            convention=base, organisation=organisation(slug), mode=mode, on=on, source=source(),
            reach=Reach.ACCORDS if on == day else Reach.CONVENTION,
        )  # fmt: skip
    Negotiator.objects.create(
        convention=base, organisation=organisation("axess"), since=date(2021, 10, 6), source=source()
    )
    agreement(conventions=["ccn-66"])
    told = read()
    assert told.parties == (
        Party("ccn-66", "sop", date(1966, 3, 15)),
        Party("ccn-66", "nexem", day, Mode.ADHESION, Reach.ACCORDS),
    )
    assert told.negotiators == (Usual("ccn-66", "axess", date(2021, 10, 6)),)


def test_a_convention_is_in_the_field_of_a_branch_or_out_of_it(read):
    for slug, inside in (("ccn-66", True), ("ccn-65", False)):
        BranchField.objects.create(
            convention=convention(slug), branch=convention("bass"), inside=inside, source=source()
        )
    agreement()
    told = read()
    assert told.branches == {"bass": frozenset({"ccn-66"})}
    assert told.outside == {"bass": frozenset({"ccn-65"})}


def test_an_avenant_of_an_accord_is_not_one_of_the_convention(read):
    accord, base = agreement("un-accord", kind="accord"), agreement("la-convention", kind="convention")
    relation(agreement("d-accord"), "avenant-a", accord)
    relation(agreement("de-convention"), "avenant-a", base)
    relation(agreement("annexe-d-accord", kind="annexe"), "annexe-a", accord)
    relation(agreement("qui-modifie"), "modifie", accord)
    assert read().lesser == {"d-accord", "annexe-d-accord"}
    ties = Relation.objects.select_related("agreement", "target")
    assert {tie.agreement.slug for tie in ties if is_lesser([tie])} == {"d-accord", "annexe-d-accord"}


def test_the_last_text_that_says_that_it_replaces_another_does_and_replaces_its_avenants(read):
    old = agreement("ancien")
    relation(agreement("milieu", dated=date(2021, 1, 1)), "remplace", old)
    relation(agreement("nouveau", dated=date(2022, 1, 1), number="9"), "abroge", old)
    for slug, on in (("qui-modifie", date(2021, 6, 1)), ("plus-recent", date(2023, 1, 1))):
        relation(agreement(slug, dated=on), "modifie", old)
    by = Replacer("nouveau", "avenant n°\u00a09")
    assert read().replacers == {"ancien": by, "qui-modifie": by}
