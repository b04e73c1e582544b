"""The one plain sentence that sums up an agreement while a situation lasts.

« Signé le 23 juin 2020, agréé (JO du 29 octobre 2020) ; applicable depuis le 1er février 2020. » One pure
function, from the facts and one situation that they make; pages, descriptions, exports and feeds show what it
gives. It says what is known, how it is known, and nothing more: what is only usual is « probablement » so, an
extension that no source tells is « inconnue », and the day of a title is called a day of signing only where no later
signing is known.
"""

from datetime import date

from agreements.law.deductions.rules import Rule
from agreements.law.facts import Fact, Facts, Situation, State
from agreements.law.lifecycle import state_on
from agreements.law.procedures import signed_later
from agreements.law.sentence_words import (
    FEMININE,
    MADE,
    WITHOUT_RULES,
    agree,
    first_capital,
    in_the_journal,
    last_news,
    news,
    perhaps,
    published,
    since,
    when,
)
from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    Certainty,
    EffectState,
    ExtensionState,
    Nature,
    SignatureState,
)
from portal.french.dates import ONE_DAY
from portal.french.writing import date_fr, of_date, on_date

#: Before the signature, neither agrément nor extension is yet in question.
NOT_YET_A_TEXT = (SignatureState.NEGOCIATION, SignatureState.OUVERT)


def sentence(kind: AgreementKind, facts: Facts, situation: Situation, ended_on: date | None = None) -> str:
    """The sentence; `ended_on` is the day from which it is no longer in force, when it is not."""
    told = [signature_sentence(kind, facts, situation)]
    if kind in WITHOUT_RULES and situation.extension.word == ExtensionState.SANS_OBJET:
        told[0] += f" ; {WITHOUT_RULES[kind]}, sans agrément ni extension"
        if situation.effet.word == EffectState.INCONNU:
            return f"{told[0]}."
    elif situation.signature.word not in (*NOT_YET_A_TEXT, SignatureState.REPUTE_NON_ECRIT):
        told += [*procedures_sentence(kind, facts, situation)]
    effect = effect_sentence(kind, facts, situation, ended_on)
    return f"{', '.join(told)}{f' ; {effect}' if effect else ''}."


def nothing_known(day: date) -> str:
    """What is said of a text on a day on which no fact counts yet."""
    return f"Rien n’est connu de ce texte au {date_fr(day)}."


# -- Signature ---------------------------------------------------------------------------------------------


def signature_sentence(kind: AgreementKind, facts: Facts, situation: Situation) -> str:
    match situation.signature.word:
        case SignatureState.NEGOCIATION:
            return "En négociation, sans texte signé"
        case SignatureState.OUVERT:
            opening = fact_of(facts, situation.signature.cause)
            return f"{agree(kind, 'Ouvert')} à la signature{since(opening)}"
        case SignatureState.REPUTE_NON_ECRIT:
            struck = fact_of(facts, situation.signature.cause)
            told = f"{agree(kind, 'réputé')} non {agree(kind, 'écrit')}{opposed(struck)}"
            return f"{signed(kind, facts, situation)}, {told}"
        case SignatureState.SIGNE:
            return signed(kind, facts, situation)
    title = dated(kind, facts, situation)
    return f"{title}, signature inconnue" if title else "Signature inconnue"


def signed(kind: AgreementKind, facts: Facts, situation: Situation) -> str:
    """« Signé le 23 juin 2020 », or « Daté du 11 septembre 2020, signé » when it was signed later than that."""
    made = agree(kind, MADE.get(kind, "signé"))
    proof = facts.event(situation.signature.cause, Nature.SIGNE)
    if proof and proof.on and proof.on.exact:
        return first_capital(f"{made} {on_date(proof.on.day)}")
    title = facts.known(situation.starts_on).dated
    if not title:
        return first_capital(f"{made} (date inconnue)")
    if signed_later(facts):
        return f"{dated(kind, facts, situation)}, {made}"
    return first_capital(f"{made} {on_date(title.day, title.precision)}")


def dated(kind: AgreementKind, facts: Facts, situation: Situation) -> str:
    known = facts.known(situation.starts_on).dated
    return f"{agree(kind, 'Daté')} {of_date(known.day, known.precision)}" if known else ""


def opposed(struck: Fact | None) -> str:
    """Majority opposition (CT L2231-9), and when it is known of."""
    if struck is None or struck.nature == Nature.REPUTE_NON_ECRIT:
        return when(struck)
    return f" par opposition majoritaire{when(struck)}"


# -- Agrément and extension --------------------------------------------------------------------------------


def procedures_sentence(kind: AgreementKind, facts: Facts, situation: Situation):
    """What each minister decided; what is not known of both is said once."""
    agrement, extension = situation.agrement, situation.extension
    unknown = extension.word == ExtensionState.INCONNU and not extension.rule
    if unknown and agrement.word == AgrementState.INCONNU and not agrement.rule:
        yield "agrément et extension inconnus"
        return
    yield agrement_sentence(kind, facts, agrement)
    if extension.rule == Rule.REFUSE_DONC_NON_ETENDU:
        return  # the refusal says it all
    if not unknown:
        yield extension_sentence(kind, facts, extension)
    elif agrement.word in (AgrementState.AGREE, AgrementState.SANS_OBJET):
        yield "extension inconnue"


def agrement_sentence(kind: AgreementKind, facts: Facts, state: State) -> str:
    """The decision of the minister in charge of social action (CASF L314-6)."""
    fact = fact_of(facts, state.cause)
    match state.word:
        case AgrementState.AGREE if state.rule == Rule.SILENCE:
            return f"{perhaps(state)}{agree(kind, 'réputé')} {agree(kind, 'agréé')}, faute de refus connu"
        case AgrementState.AGREE:
            return f"{perhaps(state)}{agree(kind, 'agréé')}{in_the_journal(fact)}"
        case AgrementState.REFUSE:
            return f"agrément {perhaps(state)}refusé{published(fact)}"
        case AgrementState.ANNULE:
            return f"agrément {perhaps(state)}annulé par le juge{when(fact)}"
        case AgrementState.SANS_SUITE:
            return f"demande d’agrément {perhaps(state)}classée sans suite{when(fact)}"
        case AgrementState.AVIS_FAVORABLE:
            return f"avis favorable de la commission d’agrément{when(fact)}"
        case AgrementState.AVIS_DEFAVORABLE:
            return f"avis défavorable de la commission d’agrément{when(fact)}"
        case AgrementState.EN_COURS:
            return f"agrément en attente{news(fact)}"
        case AgrementState.SANS_OBJET:
            return f"{perhaps(state)}non {agree(kind, 'soumis')} à l’agrément"
    return f"issue de la demande d’agrément inconnue{last_news(fact)}" if state.rule else "agrément inconnu"


def extension_sentence(kind: AgreementKind, facts: Facts, state: State) -> str:
    """The decision of the minister of labour (CT L2261-15, L2261-25)."""
    fact = fact_of(facts, state.cause)
    match state.word:
        case ExtensionState.ETENDU:
            return f"{perhaps(state)}{agree(kind, 'étendu')}{in_the_journal(fact)}"
        case ExtensionState.ETENDU_AVEC_RESERVES:
            told = f"{perhaps(state)}{agree(kind, 'étendu')} avec exclusions ou réserves"
            return f"{told}{in_the_journal(fact)}"
        case ExtensionState.NON_ETENDU:
            by = "" if not state.firm else " selon la base officielle"
            return f"{perhaps(state)}non {agree(kind, 'étendu')}{by}"
        case ExtensionState.REFUSE:
            return f"extension {perhaps(state)}refusée{published(fact)}"
        case ExtensionState.EN_COURS:
            return f"extension en attente{news(fact)}"
        case ExtensionState.INCONNU:
            return f"issue de la demande d’extension inconnue{last_news(fact)}"
    return "extension sans objet"


# -- Effect ------------------------------------------------------------------------------------------------


def effect_sentence(kind: AgreementKind, facts: Facts, situation: Situation, ended_on: date | None) -> str:
    if situation.signature.word == SignatureState.NEGOCIATION:
        return ""
    state, since = situation.effet, situation.effective_on
    match state.word:
        case EffectState.EN_VIGUEUR if state.certainty == Certainty.PROBABLE:
            return "probablement applicable"
        case EffectState.EN_VIGUEUR if since:
            return f"applicable depuis {on_date(since)}"
        case EffectState.EN_VIGUEUR:
            return "applicable, depuis une date inconnue"
        case EffectState.PAS_ENCORE if since:
            return f"applicable à compter {of_date(since)}"
        case EffectState.PAS_ENCORE if situation.agrement.word == AgrementState.SANS_SUITE:
            return f"sans agrément, {perhaps(state)}non applicable"
        case EffectState.PAS_ENCORE:
            return f"{perhaps(state)}pas encore applicable"
        case EffectState.PLUS_EN_VIGUEUR if state.certainty == Certainty.PROBABLE:
            return "n’est probablement plus applicable"
        case EffectState.PLUS_EN_VIGUEUR:
            return f"n’est plus applicable{ended(facts, situation, ended_on)}"
        case EffectState.SANS_EFFET:
            return f"{perhaps(state)}sans effet"
    return "on ne sait pas si elle s’applique" if kind in FEMININE else "on ne sait pas s’il s’applique"


def ended(facts: Facts, situation: Situation, ended_on: date | None) -> str:
    """Since when, if an act, a term or the text that replaces it gives the day."""
    if ended_on is None:
        return ""
    cause = fact_of(facts, situation.effet.cause)
    if cause and not (cause.on or cause.published_on):
        return ""
    if cause is None and not (facts.term == ended_on - ONE_DAY or replaced_on(facts, ended_on)):
        return ""
    bound = (
        facts.term_is_a_bound
        if cause is None and facts.term == ended_on - ONE_DAY
        else cause and not cause.exact
    )
    return f" depuis {on_date(ended_on)}{' au plus tard' if bound else ''}"


def replaced_on(facts: Facts, day: date) -> bool:
    """Whether a text that replaces it takes effect that very day, and is not only known of from then on."""
    return any(state_on(replacer, day).effective_on == day for replacer in facts.replacers)


def fact_of(facts: Facts, key: int | None) -> Fact | None:
    return next((event for event in facts.events if event.key == key), None) if key is not None else None
