"""The facts: what people and importers write, and nothing that follows from them.

There is no status field. What an agreement's state is on a day is computed by `lifecycle` from the events
recorded here, at publication, and lives only in the edition. Every event and every signature names its
sources; whatever the sources disagree on is a `Divergence`, with each value and who says it.
"""

from agreements.models.adhesions import ConventionParty, Negotiator
from agreements.models.audiences import Audience, AudienceShare
from agreements.models.identifiers import FormerIdentifier
from agreements.models.measures import Measure, MeasureValue
from agreements.models.official import Article, ArticleVersion, OfficialPlace, OfficialText
from agreements.models.parties import (
    Alias,
    Attachment,
    Convention,
    Milestone,
    Organisation,
    Succession,
    Theme,
)
from agreements.models.sources import Act, Source
from agreements.models.synonyms import Synonym
from agreements.models.texts import (
    Agreement,
    Citation,
    Divergence,
    DivergentValue,
    Event,
    Relation,
    Signature,
)

__all__ = [
    "Act",
    "Agreement",
    "Alias",
    "Article",
    "ArticleVersion",
    "Attachment",
    "Audience",
    "AudienceShare",
    "Citation",
    "Convention",
    "ConventionParty",
    "Divergence",
    "DivergentValue",
    "Event",
    "FormerIdentifier",
    "Measure",
    "MeasureValue",
    "Milestone",
    "Negotiator",
    "OfficialPlace",
    "OfficialText",
    "Organisation",
    "Relation",
    "Signature",
    "Source",
    "Succession",
    "Synonym",
    "Theme",
]
