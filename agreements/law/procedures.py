"""Signature, agrément, extension: where each procedure stands, from the facts known on a day."""

from datetime import date

from agreements.law.deductions.rules import Rule
from agreements.law.facts import Commitment, Fact, Facts, State, established, memoised
from agreements.law.vocabulary import AgrementState, ExtensionState, Mode, Nature, SignatureState, Track, rank
from portal.french.dates import ONE_DAY
from portal.french.words import Word

# -- Signature and opposition ----------------------------------------------------------------------

OPENING, CLOSING = Nature.OUVERTURE, Nature.CLOTURE
STRUCK = (Nature.OPPOSITION_MAJORITAIRE, Nature.REPUTE_NON_ECRIT)
#: Only a party that signed can ask for the agrément (CASF R314-197) or the extension (CT L2261-24).
PROVES_SIGNATURE = frozenset(
    nature
    for nature in Nature
    if nature.state == SignatureState.SIGNE
    or (nature.track in (Track.AGREMENT, Track.EXTENSION) and nature.state)
    or nature in (Nature.ENTREE_EN_VIGUEUR, Nature.APPLICATION)
)


def signature_state(facts: Facts, day: date) -> State:
    """Negotiated, open, signed, or struck by a majority opposition (CT L2231-1 to L2231-9, L2232-6)."""
    if struck := struck_by(facts):
        if struck.nature == Nature.REPUTE_NON_ECRIT:
            return established(SignatureState.REPUTE_NON_ECRIT, struck.key, "CT L2231-9")
        return Rule.OPPOSITION.state(SignatureState.REPUTE_NON_ECRIT, struck.key)
    opening, proofs = still_open(facts, day), proofs_of_signature(facts, day)
    if opening and (not proofs or (opening.exact and proofs[-1][0] <= opening.counts_from)):
        return established(SignatureState.OUVERT, opening.key)
    if proofs:
        return signed_by(facts, proofs[0][1])
    if talks := facts.last(Nature.ECHEC, Nature.ETAPE, Nature.PROJET):
        return established(SignatureState.NEGOCIATION, talks.key)
    return State(SignatureState.INCONNU)


def signed_by(facts: Facts, key: int | None) -> State:
    """Signed, as a source says of its signature, or as follows from a step that only a signatory takes."""
    proof = next((event for event in facts.events if event.key == key), None) if key is not None else None
    if proof and proof.nature.state != SignatureState.SIGNE:
        return Rule.SIGNATURE_PROUVEE.state(SignatureState.SIGNE, key)
    return established(SignatureState.SIGNE, key, "CT L2231-1")


def still_open(facts: Facts, day: date) -> Fact | None:
    """The opening that no closing, its last day included, and no failure has ended.

    An opening that is only known « au plus tard » is not a second one, after the closing.
    """
    opening, closing, failure = facts.last(OPENING), facts.last(CLOSING), facts.last(Nature.ECHEC)
    if opening and failure and opening.counts_from <= failure.counts_from:
        return None
    if opening and closing and closing.counts_from < day:
        return opening if opening.exact and closing.counts_from < opening.counts_from else None
    return opening


def struck_by(facts: Facts) -> Fact | None:
    """The majority opposition that strikes the whole text.

    An opposition in one of several fields strikes the text only if it is indivisible, or once every field
    has opposed.
    """
    struck = [event for event in facts.in_order if event.nature in STRUCK]
    whole = [event for event in struck if not event.convention or facts.indivisible]
    if whole:
        return whole[0]
    if struck and facts.conventions <= {event.convention for event in struck}:
        return struck[-1]
    return None


def proofs_of_signature(facts: Facts, day: date) -> list[tuple[date, int | None]]:
    """The days on which something shows that the text is signed, each with the event that shows it.

    On one day, its date comes first, then what a source says of the signature, then what only supposes it.
    """
    shown = [event for event in facts.events if event.nature in PROVES_SIGNATURE]
    shown.sort(key=lambda event: (event.nature.state != SignatureState.SIGNE, event.key))
    proofs = [(event.counts_from, event.key) for event in shown]
    if facts.dated_by_signature and not facts.first(Nature.ECHEC):  # a draft that nobody signed has one too
        proofs.append((facts.dated.at_the_latest, None))
    closing = facts.last(CLOSING)
    for commitment in facts.commitments:
        if commitment.mode != Mode.SIGNATURE:
            continue
        signed = commitment.on.at_the_latest if commitment.on else commitment.reported_on
        if closing and not commitment.on:  # nobody signs once the signing is closed
            signed = min(signed, closing.counts_from + ONE_DAY)
        if signed <= day:
            proofs.append((signed, None))
    return sorted(proofs, key=lambda proof: (proof[0], proof[1] is not None))


@memoised
def signed_on(facts: Facts) -> date:
    """The first day on which something shows that the text is signed; that of the text itself, where nothing does."""
    proofs = proofs_of_signature(facts, date.max)
    return proofs[0][0] if proofs else facts.exists_since


def signing_day(facts: Facts) -> date | None:
    """The day on which it was signed: as a source tells, else that of its title unless it is known not to be."""
    told = {
        event.on.day for event in facts.events if event.nature == Nature.SIGNE and event.on and event.on.exact
    }
    if told:
        return min(told)
    days = {
        made.on.day for made in facts.commitments if made.mode == Mode.SIGNATURE and made.on and made.on.exact
    }
    if days:
        return days.pop() if len(days) == 1 else None
    titled = facts.dated.day if facts.dated and facts.dated.exact and facts.dated_by_signature else None
    return None if titled and signed_later(facts) else titled


def signed_later(facts: Facts) -> bool:
    """Whether the signing is known to have lasted, or begun, after the day that the title bears."""
    signing = facts.last(OPENING), facts.last(CLOSING)
    return any(event and event.on and event.on.day > facts.dated.day for event in signing)


@memoised
def commitment_day(facts: Facts, commitment: Commitment) -> date:
    """The day from which a signature, an adhesion, an opposition is told of one organisation.

    An undated signature counts from the day the text is signed, never before.
    """
    if commitment.on:
        return commitment.on.at_the_latest
    if commitment.mode != Mode.SIGNATURE:
        return commitment.reported_on
    signed = proofs_of_signature(facts, commitment.reported_on)
    return min([commitment.reported_on, *(day for day, _ in signed)])


# -- Agrément and extension ----------------------------------------------------------------------

#: States after which a procedure may start again.
CLOSED = {AgrementState.SANS_SUITE, AgrementState.REFUSE, AgrementState.ANNULE, ExtensionState.REFUSE}
DECISION_RANK = 3

ARTICLES = {
    Track.AGREMENT: {
        AgrementState.EN_COURS: "CASF R314-197",
        AgrementState.AVIS_FAVORABLE: "CASF R314-198",
        AgrementState.AVIS_DEFAVORABLE: "CASF R314-198",
        AgrementState.AGREE: "CASF L314-6",
        AgrementState.REFUSE: "CASF L314-6",
    },
    Track.EXTENSION: {
        ExtensionState.EN_COURS: "CT L2261-24",
        ExtensionState.ETENDU: "CT L2261-15",
        ExtensionState.ETENDU_AVEC_RESERVES: "CT L2261-25",
        ExtensionState.REFUSE: "CT L2261-25",
    },
}


@memoised
def agrement_state(facts: Facts) -> State:
    """Where the ministerial approval stands (CASF L314-6, R314-197 to R314-200)."""
    if facts.subject_to_agrement is False:
        return Rule.NON_SOUMIS.state(AgrementState.SANS_OBJET)
    return last_step(facts, Track.AGREMENT, AgrementState.INCONNU)


@memoised
def extension_state(facts: Facts) -> State:
    """Where the extension stands (CT L2261-15 to L2261-27).

    The silence of the minister rejects after six months (CT R2261-4-7); no source dates the demand well
    enough to apply it, so past it the issue is told as not known.
    """
    return last_step(facts, Track.EXTENSION, ExtensionState.INCONNU)


def last_step(facts: Facts, track: Track, unknown: Word) -> State:
    """Fold the steps of one procedure in the order in which they count."""
    current = State(unknown)
    for event in facts.in_order:
        word = event.nature.state
        if event.nature.track == track and word and word != current.word and supersedes(event, current.word):
            current = established(word, event.key, ARTICLES[track].get(word, ""))
    return current


def supersedes(event: Fact, word: Word) -> bool:
    """Whether a step takes the place of the present state.

    Going forward always does, and reserves make an extension more precise. Going sideways takes an exact day;
    going back, also either a decision or a procedure that was closed: an undated opinion read in an old
    article does not undo an arrêté.
    """
    step, present = rank(event.nature.state), rank(word)
    if step > present or event.nature == Nature.ETENDU_AVEC_RESERVES:
        return True
    return event.exact and (step == present or step >= DECISION_RANK or word in CLOSED)


@memoised
def approval_of(facts: Facts) -> Fact | None:
    """The arrêté d'agrément that stands on that day, if there is one."""
    return facts.event(agrement_state(facts).cause, Nature.AGREE)


@memoised
def extension_of(facts: Facts) -> Fact | None:
    """The arrêté d'extension that stands on that day, if there is one."""
    return facts.event(extension_state(facts).cause, Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES)
