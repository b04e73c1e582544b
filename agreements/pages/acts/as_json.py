"""Acts as data, in the words of the public interface."""

from agreements.finding.index import Index
from agreements.models import Act, Agreement
from agreements.pages.as_json import iso, source_json, words_json
from agreements.reading.acts import ActOnDay, ActRow, Decision
from portal.web.addresses import page


def act_json(act: Act, name: str) -> dict:
    """What an act is, whatever it decides."""
    return {
        "identifiant": act.slug,
        "page": page("act", act.slug),
        "titre": name,
        "nature": act.kind,
        "date": iso(act.on),
        "jo": iso(act.published_on),
        "nor": act.nor or None,
        "bulletin": act.bulletin or None,
        "url": act.url or None,
        "seance": iso(act.session_on),
        "notifie_le": iso(act.notified_on),
        "formule_effet": act.formula or None,
        "textes_d_associations": {"agrees": act.associations_agreed, "refuses": act.associations_refused},
    }


def row_json(row: ActRow) -> dict:
    return {
        **act_json(row.act, row.name),
        "conventions": [convention.slug for convention in row.conventions],
        "issues": row.issues,
    }


def detail_json(told: ActOnDay, index: Index) -> dict:
    """`index` tells the conventions and the themes of the texts, without a question to the edition."""
    return {
        "acte": act_json(told.act, told.name),
        "conventions": [convention.slug for convention in told.conventions],
        "decisions": [decision_json(decision, index) for decision in told.decisions],
        "rattachements": [
            {"convention": one.convention.slug, "a": one.attached_to.slug, "note": one.note or None}
            for one in told.attachments
        ],
    }


def decision_json(decision: Decision, index: Index) -> dict:
    convention = decision.event.convention
    return {
        "accord": text_json(decision.agreement, index),
        "issue": decision.issue,
        "nature": decision.event.nature,
        "champ": convention.slug if convention else None,
        "motif": " ; ".join(decision.motives) or None,
        "reserves": decision.reserves,
        "note": " ; ".join(decision.notes) or None,
        "sources": [source_json(source) for source in decision.sources],
    }


def text_json(agreement: Agreement, index: Index) -> dict:
    conventions = index.values_of("convention", agreement.pk)
    return words_json(agreement, conventions, index.values_of("theme", agreement.pk))
