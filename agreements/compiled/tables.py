"""What an edition holds of agreements: the allow-listed facts, and what is compiled from them.

`portal.publishing.build` copies the first and writes the second; `publication_errors` says what forbids publishing.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef

from agreements.compiled.anomalies import Anomaly
from agreements.compiled.articles import ArticleText
from agreements.compiled.index_tables import (
    FullText,
    IndexedChange,
    IndexedOrder,
    IndexedSet,
    Term,
    Vocabulary,
)
from agreements.compiled.situations import Party, Situation
from agreements.compiled.wordings import ArticleWording
from agreements.models import (
    Act,
    Agreement,
    Alias,
    Article,
    ArticleVersion,
    Attachment,
    Audience,
    AudienceShare,
    Citation,
    Convention,
    ConventionParty,
    Divergence,
    DivergentValue,
    Event,
    FormerIdentifier,
    Measure,
    MeasureValue,
    Milestone,
    Negotiator,
    OfficialPlace,
    OfficialText,
    Organisation,
    Relation,
    Signature,
    Source,
    Succession,
    Synonym,
    Theme,
)
from portal.french.analyser import natural_key

#: The tables of facts that an edition holds, parents first. What is not named here is never published.
PUBLISHED = [
    Theme,
    Source,
    Act,
    Convention,
    Attachment,
    Organisation,
    Alias,
    Succession,
    Milestone,
    ConventionParty,
    Negotiator,
    Agreement,
    Agreement.conventions.through,
    Agreement.themes.through,
    Citation,
    Signature,
    Signature.sources.through,
    Event,
    Event.sources.through,
    Relation,
    Relation.sources.through,
    Divergence,
    DivergentValue,
    Synonym,
    FormerIdentifier,
    Audience,
    Audience.conventions.through,
    Audience.employers.through,
    Audience.sources.through,
    AudienceShare,
    Measure,
    Measure.sources.through,
    MeasureValue,
    MeasureValue.sources.through,
    OfficialText,
    OfficialPlace,
]
#: Facts that an edition compiles without holding them: the words of articles are published once cleaned.
READ = [Article, ArticleVersion]
#: Compiled from them: in an edition, all that is left of them.
TEXTS = [ArticleText]
COMPILED = [
    *TEXTS,
    ArticleWording,
    Situation,
    Party,
    Anomaly,
    IndexedSet,
    IndexedChange,
    IndexedOrder,
    Term,
    Vocabulary,
    FullText,
]


#: The tables whose rows are numbered by something else than the order of their content. An agreement's number is
#: its rank, the most recent first and those without a date last: a set of numbers is already in order. So is an act's.
RANKS = {
    Agreement: (
        "coalesce(dated, opened_on) IS NULL, coalesce(dated, opened_on) DESC, natural_key(number), slug"
    ),
    Act: 'coalesce(published_on, "on") DESC, slug',
}
#: What the ranks ask of Python.
FUNCTIONS = {"natural_key": natural_key}


def publication_errors(alias: str, today: date) -> Iterator[str]:
    """What forbids publishing this edition, in words."""
    told = Situation.objects.using(alias).as_of(today).filter(agreement=OuterRef("pk"))
    for agreement in Agreement.objects.using(alias).filter(~Exists(told)):
        yield f"{agreement.slug} : aucune situation au {today:%d/%m/%Y}."
    for event in Event.objects.using(alias).filter(sources=None).select_related("agreement"):
        yield f"{event.agreement.slug} : l’événement « {event} » n’a pas de source."
    for signature in Signature.objects.using(alias).filter(sources=None).select_related("agreement"):
        yield f"{signature.agreement.slug} : la signature de {signature} n’a pas de source."
    for agreement in Agreement.objects.using(alias).filter(conventions=None):
        yield f"{agreement.slug} : aucune convention."
    for agreement in Agreement.objects.using(alias).filter(citations=None):
        yield f"{agreement.slug} : aucune source."
    for value in MeasureValue.objects.using(alias).filter(sources=None).select_related("measure__convention"):
        yield f"{value} : la valeur n’a pas de source."
