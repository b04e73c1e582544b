"""What the page of one agreement asks of the edition: its row, and those of all that is recorded of it."""

from collections import defaultdict
from datetime import date

from agreements.compiled.articles import ArticleText
from agreements.compiled.situations import Party, Situation
from agreements.models import (
    Act,
    Agreement,
    Citation,
    Divergence,
    DivergentValue,
    Event,
    OfficialText,
    Signature,
    Source,
)
from agreements.reading.directory import Directory, prefill
from portal.edition.rows import Rows

EventSource = Event.sources.through

AGREEMENT = Rows(
    """FROM agreements_agreement
    LEFT JOIN agreements_officialtext ON agreements_officialtext.agreement_id = agreements_agreement.id
    WHERE agreements_agreement.slug = %s""",
    Agreement,
    OfficialText,
)
SITUATIONS = Rows("FROM agreements_situation WHERE agreement_id = %s ORDER BY starts_on", Situation)
CITATIONS = Rows(
    """FROM agreements_citation JOIN agreements_source ON agreements_source.id = source_id
    WHERE agreement_id = %s ORDER BY position, agreements_citation.id""",
    Citation,
    Source,
)
EVENTS = Rows(
    """FROM agreements_event LEFT JOIN agreements_act ON agreements_act.id = act_id
    WHERE agreement_id = %s ORDER BY position, agreements_event.id""",
    Event,
    Act,
)
SOURCES = Rows(
    """FROM agreements_event JOIN agreements_event_sources ON event_id = agreements_event.id
    JOIN agreements_source ON agreements_source.id = source_id
    WHERE agreement_id = %s ORDER BY title, url, published_on""",
    EventSource,
    Source,
)
PARTIES = Rows(
    """FROM agreements_party JOIN agreements_signature ON agreements_signature.id = signature_id
    JOIN agreements_organisation ON agreements_organisation.id = agreements_party.organisation_id
    WHERE agreements_party.agreement_id = %s AND starts_on <= %s AND ends_on > %s
    ORDER BY college, slug, agreements_party.mode""",
    Party,
    Signature,
)
DIVERGENCES = Rows(
    """FROM agreements_divergentvalue JOIN agreements_divergence ON agreements_divergence.id = divergence_id
    WHERE agreement_id = %s
    ORDER BY agreements_divergence.position, divergence_id, agreements_divergentvalue.position""",
    DivergentValue,
    Divergence,
)
ARTICLES = Rows("FROM agreements_articletext WHERE agreement_id = %s ORDER BY id", ArticleText)


def agreement_of(slug: str) -> tuple[Agreement, OfficialText | None]:
    """An agreement, with its text in the official base if that holds it."""
    for agreement, official in AGREEMENT(slug):
        return agreement, official
    raise Agreement.DoesNotExist(slug)


def events_of(agreement: Agreement, directory: Directory) -> list[Event]:
    """Its events, each with its act, its convention and its sources."""
    sources = defaultdict(list)
    for link, source in SOURCES(agreement.pk):
        sources[link.event_id].append(source)
    events = []
    for event, act in EVENTS(agreement.pk):
        event.act = act
        event.convention = directory.conventions_by_key.get(event.convention_id)
        prefill(event, "sources", sources[event.pk])
        events.append(event)
    return events


def citations_of(agreement: Agreement) -> list[Citation]:
    citations = []
    for citation, source in CITATIONS(agreement.pk):
        citation.source = source
        citations.append(citation)
    return citations


def situations_of(agreement: Agreement) -> list[Situation]:
    """Every situation it goes through, in order."""
    return SITUATIONS(agreement.pk)


def parties_of(agreement: Agreement, day: date, directory: Directory) -> list[Party]:
    """Who did what, as of a day."""
    parties = []
    for party, signature in PARTIES(agreement.pk, day.isoformat(), day.isoformat()):
        party.signature = signature
        party.organisation = directory.organisations_by_key[party.organisation_id]
        parties.append(party)
    return parties


def divergences_of(agreement: Agreement) -> list[Divergence]:
    """What sources disagree on, each point with its values."""
    points: dict[int, Divergence] = {}
    values = defaultdict(list)
    for value, divergence in DIVERGENCES(agreement.pk):
        points.setdefault(divergence.pk, divergence)
        values[divergence.pk].append(value)
    for key, divergence in points.items():
        prefill(divergence, "values", values[key])
    return list(points.values())


def articles_of(agreement: Agreement) -> list[ArticleText]:
    """The words of the text, article after article."""
    return ARTICLES(agreement.pk)
