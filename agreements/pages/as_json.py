"""The JSON twins of the pages: the same rows, in the words of the public interface."""

from datetime import date

from agreements.compiled.situations import TRACKS, Party, Situation
from agreements.finding.facets import Facet
from agreements.finding.queries.naming import Reference
from agreements.law.facts import STILL_SO
from agreements.law.waiting import Deadline
from agreements.models import Agreement, Attachment, Convention, Event, Organisation, Source
from agreements.reading.agreement.audiences import KnownAudience
from agreements.reading.agreement.happenings import Happening
from agreements.reading.agreement.on_day import AgreementOnDay
from agreements.reading.agreement.procedure import Procedure, Sum
from portal.french.dates import Precision
from portal.web.addresses import page


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


#: What a page is about, by its name.
NATURES = {"agreement": "accord", "convention": "convention", "organisation": "organisation", "act": "acte"}


def page_json(named: Reference) -> dict:
    """A page that a query names."""
    return {
        "nature": NATURES[named.page],
        "identifiant": named.slug,
        "url": page(named.page, named.slug),
    }


def states_json(situation: Situation | None) -> dict | None:
    return {track.value: getattr(situation, track) for track in TRACKS} if situation else None


def certainties_json(situation: Situation | None) -> dict | None:
    """How each state is known: `etabli`, `deduit`, `probable`, or null where it is not."""
    return (
        {track.value: getattr(situation, f"{track}_certainty") or None for track in TRACKS}
        if situation
        else None
    )


def rules_json(situation: Situation) -> dict:
    """The rule that gives each state, or says why it is not known; null where a source says it."""
    return {track.value: getattr(situation, f"{track}_rule") or None for track in TRACKS}


def party_json(party: Party) -> dict:
    signature = party.signature
    return {
        "organisation": party.organisation.slug,
        "college": party.organisation.college,
        "mode": party.mode,
        "date": iso(signature.on) if signature.precision == Precision.JOUR else None,
    }


def agreement_json(situation: Situation, parties: list[Party]) -> dict:
    """One agreement as every list gives it; `situation` tells the day."""
    return listed_json(text_json(situation.agreement), situation, parties)


def listed_json(text: dict, situation: Situation, parties: list[Party]) -> dict:
    return {
        **text,
        **official_json(situation),
        "signataires": [party_json(party) for party in parties],
        "statuts": states_json(situation),
        "certitudes": certainties_json(situation),
        "date_effet": iso(situation.effective_on),
        "phrase": situation.sentence,
    }


def official_json(situation: Situation) -> dict:
    """The day it was signed, null where that was not read and is known not to be that of its title; its KALITEXT."""
    return {"date_signature": iso(situation.signed_on), "kalitext": situation.kalitext or None}


def text_json(agreement: Agreement) -> dict:
    return words_json(
        agreement,
        [convention.slug for convention in agreement.conventions.all()],
        [theme.slug for theme in agreement.themes.all()],
    )


def words_json(agreement: Agreement, conventions: list[str], themes: list[str]) -> dict:
    return {
        "identifiant": agreement.slug,
        "url": page("agreement", agreement.slug),
        "type": agreement.kind,
        "numero": agreement.number or None,
        "titre": agreement.title,
        "conventions": conventions,
        "themes": themes,
        "date_texte": iso(agreement.dated) if agreement.dated_precision == Precision.JOUR else None,
    }


def facet_json(facet: Facet) -> list[dict]:
    return [
        {
            "valeur": value.slug,
            "libelle": value.label,
            "nombre": value.count,
            **({"probables": value.probable} if facet.name in TRACKS else {}),
            "active": value.active,
            "url": value.url,
        }
        for value in facet.values
    ]


def source_json(source: Source) -> dict:
    return {"titre": source.title, "url": source.url or None, "publiee_le": iso(source.published_on)}


def happening_json(happening: Happening) -> dict:
    return {
        **event_json(happening.event, happening.counts_from, happening.notes, happening.sources),
        "motif": " ; ".join(happening.motives) or None,
        "reserves": happening.reserves,
    }


def event_json(event: Event, counts_from: date, notes: list[str], sources: list[Source]) -> dict:
    """One fact: what happened, when, by which act, since when it counts and according to whom."""
    act = event.act
    return {
        "piste": event.track.value,
        "nature": event.nature,
        "intitule": str(event),
        "date": iso(act.on if act else event.on),
        "precision": Precision.JOUR.value if act else (event.precision if event.on else None),
        "publication_jo": iso(act.published_on) if act else None,
        "compte_du": iso(counts_from),
        "acte": {
            "identifiant": act.slug,
            "page": page("act", act.slug),
            "titre": act.title or None,
            "date": iso(act.on),
            "jo": iso(act.published_on),
            "nor": act.nor or None,
            "url": act.url or None,
        }
        if act
        else None,
        "reference": event.reference or None,
        "note": " ; ".join(notes) or None,
        "sources": [source_json(source) for source in sources],
    }


def situation_json(situation: Situation) -> dict:
    return {
        "du": iso(situation.starts_on),
        "au": None if situation.ends_on == STILL_SO else iso(situation.ends_on),
        **states_json(situation),
        "certitudes": certainties_json(situation),
        "regles": rules_json(situation),
        "date_effet": iso(situation.effective_on),
    }


def record_json(record: AgreementOnDay) -> dict:
    """One agreement with all that its page tells."""
    agreement = record.agreement
    return {
        **text_json(agreement),
        **official_json(record.situation or record.situations[0]),
        "signataires": [party_json(party) for party in record.parties],
        "statuts": states_json(record.situation),
        "certitudes": certainties_json(record.situation),
        "date_effet": iso(record.situation.effective_on) if record.situation else None,
        "phrase": record.sentence,
        "derniere_nouvelle": iso(record.last_news),
        "evenements": [happening_json(happening) for happening in record.happenings],
        "situations": [situation_json(situation) for situation in record.situations],
        "regle_effet": {
            "regle": agreement.rule or None,
            "date": iso(agreement.rule_date),
            "texte": agreement.rule_text or None,
        },
        "relations": [
            {
                "nature": relation.kind,
                **({"accord": relation.target.slug} if relation.target else {"titre": relation.target_title}),
                "note": relation.note or None,
            }
            for relation in record.relations
        ],
        "relations_inverses": [
            {"nature": relation.kind, "accord": relation.agreement.slug} for relation in record.incoming
        ],
        "divergences": [
            {
                "sujet": divergence.subject,
                "valeurs": [
                    {"valeur": value.value, "source": value.said_by} for value in divergence.values.all()
                ],
                "commentaire": divergence.comment or None,
            }
            for divergence in record.divergences
        ],
        "selon_kali": {"etat": agreement.kali_state, "modifie_le": iso(agreement.kali_modified_on)}
        if agreement.kali_state
        else None,
        "sources": [{**source_json(citation.source), "lu": citation.seen} for citation in record.citations],
    }


def convention_json(convention: Convention, count: int) -> dict:
    return {
        "identifiant": convention.slug,
        "url": convention.get_absolute_url(),
        "idcc": convention.idcc,
        "brochures": convention.brochures or None,
        "nom": convention.name,
        "nom_complet": convention.full_name or None,
        "secteur": convention.in_sector,
        "soumise_a_agrement": convention.subject_to_agrement,
        "etendue": convention.extended,
        "accords": count,
        "rattachements": [
            {"a": attachment.attached_to.slug, **merger_json(attachment)}
            for attachment in convention.attachments.all()
        ],
        "rattachees": [
            {"convention": attachment.convention.slug, **merger_json(attachment)}
            for attachment in convention.attached.all()
        ],
    }


def merger_json(attachment: Attachment) -> dict:
    """The arrêté that joins two conventions."""
    act = attachment.act
    return {"acte": str(act), "date": iso(act.on), "jo": iso(act.published_on)}


def organisation_json(organisation: Organisation, count: int) -> dict:
    return {
        "identifiant": organisation.slug,
        "url": organisation.get_absolute_url(),
        "nom": organisation.name,
        "nom_complet": organisation.full_name or None,
        "sigle": organisation.acronym or None,
        "college": organisation.college,
        "confederation": organisation.confederation or None,
        "accords": count,
    }


def procedure_json(detail: Procedure) -> dict:
    """What the page of an agreement adds to its record: what waits, and the arithmetic of validity."""
    waiting = detail.waiting
    return {
        "attend": waiting.column.value if waiting else None,
        "echeances": [deadline_json(each, waiting.day) for each in waiting.deadlines] if waiting else [],
        "validite": validity_json(detail.sum) if detail.sum else None,
    }


def validity_json(told: Sum) -> dict:
    found, measure = told.found, told.found.measure
    return {
        "seuil": found.threshold.value,
        "opposition": found.opposition.value,
        "poids_des_signataires": float(found.weight) if measure and found.signed else None,
        "poids_des_opposants": float(found.opposing_weight) if measure and found.opposed else None,
        "mesure": {
            "perimetre": measure.perimeter,
            "cycle": measure.cycle,
            "arrete": iso(measure.on),
            "publication_jo": iso(measure.published_on),
            "parts": {name: float(share) for name, share in measure.shares.items()},
        }
        if measure
        else None,
    }


def audience_json(known: KnownAudience) -> dict:
    """Who an arrêté finds representative: unions with what they weigh, employers by name."""
    measure = known.measure
    return {
        "perimetre": measure.perimeter,
        "cycle": measure.cycle,
        "conventions": sorted(measure.conventions),
        "arrete": iso(measure.on),
        "publication_jo": iso(measure.published_on),
        "nor": known.nor or None,
        "parts": {name: float(share) for name, share in measure.shares.items()},
        "organisations": [employer.slug for employer in known.employers],
        "note": known.note or None,
        "sources": [source_json(source) for source in known.sources],
    }


def deadline_json(deadline: Deadline, day: date) -> dict:
    return {
        "intitule": deadline.label,
        "date": iso(deadline.on),
        "exacte": deadline.exact,
        "passee": deadline.on < day,
        "article": deadline.article or None,
    }
