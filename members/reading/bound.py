"""How many of the recorded associations an agreement binds: what members add to its page."""

from dataclasses import dataclass

from agreements.reading.agreement.on_day import AgreementOnDay
from members.finding.bound_associations import covered
from members.finding.population import population_of
from members.finding.texts_of_a_day import texts_of
from portal.edition.manifest import Manifest


@dataclass(frozen=True)
class Bound:
    associations: int
    establishments: int
    demonstration: bool  # whether the associations are made up


def bound_by(record: AgreementOnDay, edition: Manifest) -> Bound | None:
    """Those bound on the day of the record; None where no association is recorded, or nothing is known of the text."""
    texts, population = texts_of(edition), population_of(edition)
    text = texts.of(record) if population.all else None
    if text is None:
        return None
    members = covered(text, texts.links_of(record), population, record.day)
    return Bound(len(members), population.establishments_of(members), population.is_demonstration)
