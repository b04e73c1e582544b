"""Measures as data, in the words of the public interface."""

from agreements.finding.index import Index
from agreements.models import Agreement, Convention
from agreements.pages.as_json import iso, source_json, words_json
from agreements.reading.measures import Freshness, Line, MeasureOnDay
from portal.web.addresses import page


class MeasuresJson:
    """`index` tells the conventions and the themes of the texts, without a question to the edition."""

    def __init__(self, index: Index):
        self.index = index

    def convention(self, convention: Convention, measures: list[MeasureOnDay], fresh: Freshness) -> dict:
        return {
            "convention": convention.slug,
            "url": page("convention-measures", convention.slug),
            "mesures": [self.measure(measure) for measure in measures],
            "dernier_texte": iso(fresh.text.dated) if fresh.text else None,
            "base_officielle": iso(fresh.base_on),
        }

    def measure(self, measure: MeasureOnDay) -> dict:
        row = measure.measure
        present = self.line(measure.present)
        return {
            "mesure": row.slug,
            "nature": row.kind,
            "libelle": measure.label,
            "suit": row.follows.slug if row.follows else None,
            "actuelle": {**present, "certitude": measure.certainty} if present else None,
            "pour_les_autres": self.line(measure.for_others),
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
            "depuis": iso(row.starts_on),
            "jusqu_au": iso(told.until),
            "accord": self.text(row.agreement),
            "etat": told.standing.value,
            "certitude": told.certainty,
            "seulement_membres_de": row.members_of.slug if row.members_of else None,
            "remplacee_par": self.replacement(line.by),
            "note": row.note or None,
            "sources": [source_json(source) for source in row.sources.all()],
        }

    def replacement(self, by: Line | None) -> dict | None:
        """What took its place, briefly: it stands in full among the values."""
        if by is None:
            return None
        return {
            "valeur": by.exact,
            "unite": by.row.unit,
            "depuis": iso(by.row.starts_on),
            "accord": by.agreement.slug if by.agreement else None,
            "seulement_membres_de": by.row.members_of.slug if by.row.members_of else None,
        }

    def text(self, agreement: Agreement | None) -> dict | None:
        if agreement is None:
            return None
        conventions = self.index.values_of("convention", agreement.pk)
        return words_json(agreement, conventions, self.index.values_of("theme", agreement.pk))
