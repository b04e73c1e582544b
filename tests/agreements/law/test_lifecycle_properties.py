"""What holds of the life-cycle whatever the facts: all natures, precisions, rules, mirrors and replacers."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agreements.law.deductions.effect_day import OF_ITS_PUBLICATION
from agreements.law.deductions.nature import WITHOUT_RULES
from agreements.law.deductions.rules import Rule
from agreements.law.effect_rules import EffectRule
from agreements.law.facts import Commitment, Fact, Facts, Held, Situation
from agreements.law.lifecycle import situations, state_on
from agreements.law.names.acts import Formula
from agreements.law.procedures import commitment_day
from agreements.law.vocabulary import (
    STATES,
    AgreementKind,
    AgrementState,
    Certainty,
    College,
    EffectRuleKind,
    EffectState,
    Mode,
    Nature,
    SignatureState,
    Track,
)
from portal.french.dates import PartialDate, Precision
from portal.french.words import Word
from tests.agreements.law.facts_builders import covers
from tests.selection import examples

whatever = settings(
    max_examples=examples(80),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

TRACKS = tuple(STATES)
FIELDS = ("ccn-66", "chrs")
FIRST, LAST = date(2019, 10, 1), date(2021, 3, 31)
#: Days that meet often, at the ends of months and years, among any others.
NOTABLE = [date(2020, 1, 1), date(2020, 2, 29), date(2020, 9, 30), date(2020, 10, 1), date(2020, 12, 31)]

days = st.sampled_from(NOTABLE) | st.dates(FIRST, LAST)
partial_dates = st.builds(PartialDate, days, st.sampled_from(Precision))
facts_of_any_nature = st.builds(
    Fact,
    nature=st.sampled_from(Nature),
    reported_on=days,
    on=st.none() | partial_dates,
    published_on=st.none() | days,
    convention=st.sampled_from(("", "", *FIELDS)),
    read_only=st.booleans(),
    formula=st.none() | st.sampled_from(Formula),
    notified_on=st.none() | days,
)
commitments = st.builds(
    Commitment,
    organisation=st.sampled_from(("nexem", "cfdt", "cgt")),
    college=st.sampled_from(College),
    mode=st.sampled_from(Mode),
    reported_on=days,
    on=st.none() | partial_dates,
)
held = st.builds(Held, st.sampled_from(("VIGUEUR", "VIGUEUR_ETEN", "VIGUEUR_NON_ETEN")), st.none() | days)
rules = st.builds(EffectRule, st.none() | st.sampled_from(EffectRuleKind), st.none() | days)


def agreements(**tied):
    return st.builds(
        Facts,
        recorded_on=days,
        subject_to_agrement=st.sampled_from((True, True, False, None)),
        dated=st.none() | partial_dates,
        conventions=st.sampled_from((frozenset(FIELDS), frozenset(FIELDS[:1]))),
        indivisible=st.booleans(),
        kind=st.none() | st.sampled_from(AgreementKind),
        rule=rules,
        held=st.none() | held,
        term=st.none() | days,
        events=st.lists(facts_of_any_nature, max_size=8).map(numbered),
        commitments=st.lists(commitments, max_size=3).map(numbered),
        **tied,
    )


def numbered(given: list) -> tuple:
    """As the database does: each fact has a key of its own."""
    return tuple(replace(each, key=key) for key, each in enumerate(given, 1))


alone = agreements()
texts = agreements(
    mirrors=st.lists(alone, max_size=1).map(tuple), replacers=st.lists(alone, max_size=1).map(tuple)
)


def seen(situation: Situation) -> tuple:
    known = [(state.word, state.certainty, state.rule) for state in situation.states]
    return (*known, situation.effective_on)


def life(facts: Facts) -> list[tuple]:
    """The situations as a reader sees them."""
    return [(each.starts_on, each.ends_on, *seen(each)) for each in situations(facts)]


def established(facts: Facts, day: date) -> dict[Track, Word]:
    """What a source says on the day, track by track."""
    if day < situations(facts)[0].starts_on:
        return {}
    states = zip(TRACKS, state_on(facts, day).states, strict=True)
    return {track: state.word for track, state in states if state.certainty == Certainty.ETABLI}


def days_around(*lives: Facts) -> list[date]:
    """The days on which one of these lives turns, and the days before them."""
    turns = {each.starts_on for facts in lives for each in situations(facts)}
    return sorted(turns | {turn - timedelta(1) for turn in turns})


def refines(before: Facts, after: Facts, counts_from: date) -> None:
    """What was established before the day that a new fact counts from still is, and is the same word."""
    for day in days_around(before, after):
        if day < counts_from:
            was, now = established(before, day), established(after, day)
            assert was.items() <= now.items(), day


def with_event(facts: Facts, event: Fact) -> tuple[Facts, date]:
    """The same agreement with one more event, and the day that this event counts from."""
    more = replace(facts, events=(*facts.events, replace(event, key=len(facts.events) + 1)))
    return more, more.events[-1].counts_from


# -- Situations ------------------------------------------------------------------------------------------


@whatever
@given(texts)
def test_situations_follow_one_another_without_gap_overlap_or_repetition(facts):
    told = situations(facts)
    for one, following in zip(told, told[1:], strict=False):
        assert one.starts_on < one.ends_on == following.starts_on
        assert seen(one) != seen(following)
    assert told[-1].ends_on is None


@whatever
@given(texts)
def test_the_first_situation_starts_on_the_first_day_that_anything_counts_from(facts):
    counting = {event.counts_from for event in facts.events}
    counting |= {commitment_day(facts, commitment) for commitment in facts.commitments}
    counting.add(facts.exists_since)
    assert situations(facts)[0].starts_on == min(counting)


@whatever
@given(texts, st.lists(st.dates(FIRST - timedelta(400), LAST + timedelta(800)), min_size=20, max_size=20))
def test_every_day_has_the_state_of_the_situation_that_covers_it(facts, some_days):
    told = situations(facts)
    turning = [day + timedelta(shift) for each in told for day in [each.starts_on] for shift in (-1, 0, 1)]
    for day in [*some_days, *turning]:
        covering = [each for each in told if covers(each, day)]
        assert len(covering) == (day >= told[0].starts_on)
        assert [seen(each) for each in covering] in ([], [seen(state_on(facts, day))])


@whatever
@given(texts)
def test_the_same_facts_give_the_same_situations(facts):
    assert situations(facts) == situations(facts) == situations(replace(facts))


@whatever
@given(texts, st.data())
def test_the_order_in_which_facts_are_given_does_not_matter(facts, data):
    shuffled = replace(
        facts,
        events=tuple(data.draw(st.permutations(facts.events))),
        commitments=tuple(data.draw(st.permutations(facts.commitments))),
    )
    assert situations(shuffled) == situations(facts)


@whatever
@given(texts)
def test_the_order_in_which_facts_were_recorded_does_not_matter(facts):
    recorded_backwards = replace(
        facts,
        events=numbered(facts.events[::-1]),
        commitments=numbered(facts.commitments[::-1]),
    )
    assert life(recorded_backwards) == life(facts)


# -- Learning refines ------------------------------------------------------------------------------------


@whatever
@given(texts, facts_of_any_nature)
def test_an_event_changes_nothing_that_was_established_before_its_day(facts, event):
    more, counts_from = with_event(facts, event)
    refines(facts, more, counts_from)


@whatever
@given(texts, commitments)
def test_a_signature_or_an_opposition_changes_nothing_established_before_its_day(facts, commitment):
    more = replace(facts, commitments=(*facts.commitments, replace(commitment, key=99)))
    refines(facts, more, commitment_day(more, more.commitments[-1]))


@whatever
@given(alone, alone, facts_of_any_nature, st.sampled_from(("mirrors", "replacers")))
def test_an_event_of_a_text_tied_to_it_changes_nothing_established_before_its_day(facts, other, event, tie):
    more, counts_from = with_event(other, event)
    refines(replace(facts, **{tie: (other,)}), replace(facts, **{tie: (more,)}), counts_from)


@whatever
@given(texts, days)
def test_what_is_told_by_the_facts_of_a_day_is_so_whatever_comes_later(facts, day):
    told, all_told = established(facts.known(day), day), established(facts, day)
    assert told.items() <= all_told.items()


@whatever
@given(texts, st.sampled_from((Nature.AGREE, Nature.REFUS_AGREMENT)), days, st.sampled_from(FIELDS))
def test_before_a_dated_decision_nothing_is_decided(facts, nature, day, field):
    """No day is « inconnu » between a known signature and the one decision that is known."""
    events = tuple(event for event in facts.events if event.nature.track not in (Track.AGREMENT, Track.EFFET))
    facts = replace(facts, events=events, subject_to_agrement=True, mirrors=(), replacers=(), held=None)
    more, _ = with_event(facts, Fact(nature, day, PartialDate(day)))
    for situation in situations(more):
        if situation.starts_on < day and situation.signature.word == SignatureState.SIGNE:
            assert situation.agrement.word in (AgrementState.EN_COURS, AgrementState.SANS_OBJET)
            assert situation.agrement.certainty == Certainty.DEDUIT


@whatever
@given(texts)
def test_a_state_is_known_in_one_of_the_three_ways_or_not_at_all(facts):
    for situation in situations(facts):
        for state in situation.states:
            assert (state.certainty is None) == (state.word == "inconnu")
            assert (not state.rule) or Rule(state.rule).certainty in (state.certainty, Certainty.PROBABLE)
            assert state.rule or state.certainty in (None, Certainty.ETABLI)


@whatever
@given(texts)
def test_the_day_of_effect_is_never_that_of_a_probable_effect(facts):
    for situation in situations(facts):
        assert situation.effet.firm or situation.effective_on is None


# -- The words -------------------------------------------------------------------------------------------


@whatever
@given(texts)
def test_each_word_belongs_to_its_track(facts):
    for situation in situations(facts):
        assert [type(word) for word in situation.words] == list(STATES.values())


@whatever
@given(texts)
def test_sans_objet_is_said_of_the_agrement_only_where_nothing_is_to_be_approved(facts):
    if facts.kind not in WITHOUT_RULES and facts.subject_to_agrement is not False:
        for situation in situations(facts):
            if situation.agrement.firm and situation.agrement.word == AgrementState.SANS_OBJET:
                assert situation.signature.word in (
                    SignatureState.REPUTE_NON_ECRIT,
                    SignatureState.NEGOCIATION,
                )


@whatever
@given(texts)
def test_a_text_struck_refused_or_annulled_is_without_effect(facts):
    for situation in situations(facts):
        struck = situation.signature.word == SignatureState.REPUTE_NON_ECRIT
        if struck or situation.agrement.word in (AgrementState.REFUSE, AgrementState.ANNULE):
            assert situation.effet.word == EffectState.SANS_EFFET
            assert situation.effective_on is None


@whatever
@given(texts)
def test_a_text_is_never_in_force_while_its_agrement_is_known_to_be_missing(facts):
    for situation in situations(facts):
        if situation.effet.word == EffectState.EN_VIGUEUR:
            assert situation.agrement.word in (
                AgrementState.AGREE,
                AgrementState.SANS_OBJET,
                AgrementState.INCONNU,
            )


@whatever
@given(texts)
def test_the_day_of_effect_has_come_where_it_is_in_force_and_not_where_it_is_not_yet(facts):
    for situation in situations(facts):
        if situation.effective_on and situation.effet.word == EffectState.EN_VIGUEUR:
            assert situation.effective_on <= situation.starts_on
        if situation.effective_on and situation.effet.word == EffectState.PAS_ENCORE:
            assert situation.effective_on > situation.starts_on


@whatever
@given(texts, facts_of_any_nature)
def test_an_event_changes_no_other_procedure_than_its_own(facts, event):
    more, _ = with_event(facts, event)
    for situation in situations(more):
        before = state_on(facts, situation.starts_on)
        if event.nature.track not in (Track.AGREMENT, Track.EXTENSION, Track.SIGNATURE, Track.EFFET):
            assert situation.agrement == before.agrement
        if event.nature.track not in (Track.EXTENSION, Track.AGREMENT, Track.SIGNATURE, Track.EFFET):
            assert situation.extension == before.extension


@whatever
@given(
    texts, facts_of_any_nature, st.sampled_from([nature for nature in Nature if nature.track == Track.AUTRE])
)
def test_a_fact_of_no_track_changes_no_state(facts, event, nature):
    assume(facts.kind != AgreementKind.ARRETE or nature not in OF_ITS_PUBLICATION)  # they put it in force
    facts = replace(facts, rule=EffectRule())  # a deposit counts for the clause that waits for it
    more, _ = with_event(facts, replace(event, nature=nature))
    for situation in situations(more):
        assert seen(situation) == seen(state_on(facts, situation.starts_on))
