"""Measures as data, in the words of the public interface."""

from agreements.finding.index import Index
from agreements.models import Agreement, Convention
from agreements.pages.as_json import iso, source_json, words_json
from agreements.reading.convention.freshness import Freshness
from agreements.reading.measures import Line, MeasureOnDay, SetByText
from portal.web.addresses import page


def freshness_json(fresh: Freshness) -> dict:
    """The day of the last text that was read; when the official base was, and the day of its youngest text."""
    return {
        "dernier_texte": iso(fresh.text.dated) if fresh.text else None,
        "base_officielle": iso(fresh.base_on),
        "base_officielle_dernier_texte": iso(fresh.base.text_on) if fresh.base_on else None,
        "journal_officiel": iso(fresh.base.journal.issue_on),
        "journal_officiel_lu_le": iso(fresh.base.journal.read_on),
    }


class MeasuresJson:
    """`index` tells the conventions and the themes of the texts, without a question to the edition."""

    def __init__(self, index: Index):
        self.index = index

    def convention(self, convention: Convention, measures: list[MeasureOnDay], fresh: Freshness) -> dict:
        return {
            "convention": convention.slug,
            "url": page("convention-measures", convention.slug),
            "mesures": [self.measure(measure) for measure in measures],
            **freshness_json(fresh),
        }

    def present(self, measure: MeasureOnDay) -> dict:
        """What a measure is on the day, in short: the page of a convention tells no more."""
        present = self.line(measure.present)
        return {
            "mesure": measure.measure.slug,
            "libelle": measure.label,
            "actuelle": {**present, "certitude": measure.certainty} if present else None,
            "certaine": self.line(measure.firm),
            "pour_les_autres": self.line(measure.for_others),
        }

    def measure(self, measure: MeasureOnDay) -> dict:
        row = measure.measure
        return {
            **self.present(measure),
            "nature": row.kind,
            "suit": row.follows.slug if row.follows else None,
            "a_trancher": [self.line(line) for line in measure.doubts],
            "attendues": [self.line(line) for line in measure.awaited],
            "connue_depuis": iso(measure.known_since),
            "valeurs": [self.line(line) for line in reversed(measure.lines)],
            "note": row.note or None,
            "sources": [source_json(source) for source in row.sources.all()],
        }

    def line(self, line: Line | None) -> dict | None:
        if line is None:
            return None
        row, told = line.row, line.told
        return {
            "valeur": line.exact,
            "unite": row.unit,
            "depuis": iso(line.since),
            "jusqu_au": iso(told.until),
            "accord": self.text(row.agreement),
            "etat": told.standing.value,
            "certitude": told.certainty,
            "seulement_membres_de": row.members_of.slug if row.members_of else None,
            "remplacee_par": self.replacement(line.by),
            "note": row.note or None,
            "sources": [source_json(source) for source in row.sources.all()],
        }

    def set_by_text(self, told: list[SetByText]) -> list[dict]:
        """What one text sets, as its own JSON gives it: each value in its measure, without naming the text again."""
        return [
            {
                "convention": each.measure.measure.convention.slug,
                "mesure": each.measure.measure.slug,
                "libelle": each.measure.label,
                **{name: value for name, value in self.line(each.line).items() if name != "accord"},
            }
            for each in told
        ]

    def replacement(self, by: Line | None) -> dict | None:
        """What took its place, briefly: it stands in full among the values."""
        if by is None:
            return None
        return {
            "valeur": by.exact,
            "unite": by.row.unit,
            "depuis": iso(by.since),
            "accord": by.agreement.slug if by.agreement else None,
            "seulement_membres_de": by.row.members_of.slug if by.row.members_of else None,
        }

    def text(self, agreement: Agreement | None) -> dict | None:
        if agreement is None:
            return None
        conventions = self.index.values_of("convention", agreement.pk)
        return words_json(agreement, conventions, self.index.values_of("theme", agreement.pk))
