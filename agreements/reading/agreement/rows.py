"""What the page of one agreement asks of the edition: its row, and those of all that is recorded of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from agreements.compiled.articles import ArticleText
from agreements.compiled.situations import Party, Situation
from agreements.compiled.wordings import ArticleWording
from agreements.models import (
    Agreement,
    Citation,
    Divergence,
    DivergentValue,
    OfficialText,
    Signature,
    Source,
)
from agreements.reading.agreement.words import Version
from agreements.reading.directory import Directory, prefill
from portal.edition.rows import AMONG, Rows, among

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
WORDINGS = Rows(
    f"""FROM agreements_articlewording
    LEFT JOIN agreements_articletext ON agreements_articletext.id = agreements_articlewording.text_id
    WHERE agreements_articlewording.id {AMONG} ORDER BY agreements_articlewording.id""",
    ArticleWording,
    ArticleText,
)


def agreement_of(slug: str) -> tuple[Agreement, OfficialText | None]:
    """An agreement, with its text in the official base if that holds it."""
    for agreement, official in AGREEMENT(slug):
        return agreement, official
    raise Agreement.DoesNotExist(slug)


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


def versions_of(agreement: Agreement) -> list[Version]:
    """When each version of its articles has its words, in the order of the text."""
    rows = ArticleWording.objects.filter(agreement=agreement.pk).order_by("pk")
    return list(map(Version._make, rows.values_list(*Version._fields)))


def wordings_of(versions: Iterable[Version]) -> list[ArticleWording]:
    """The words of these versions, those that the present article shares with one taken from it."""
    wordings = []
    for wording, text in WORDINGS(among([version.pk for version in versions])):
        if text:
            wording.html, wording.nota = text.html, text.nota
        wordings.append(wording)
    return wordings
