"""What is given of an edition as open data: tables of plain columns, each with its type and its meaning.

The names are those of the JSON. A column of several values is a list in JSON Lines, and is separated by « | » in CSV.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agreements.law.facts import STILL_SO
from agreements.law.vocabulary import AgreementKind, Certainty, College, Mode, Nature, Track
from portal.french.dates import Precision

SEVERAL = "|"
STILL = STILL_SO.isoformat()


@dataclass(frozen=True)
class Field:
    name: str
    meaning: str
    type: str = "string"  # of a Table Schema
    several: bool = False
    required: bool = False
    words: tuple[str, ...] = ()  # the only values there are


@dataclass(frozen=True)
class Resource:
    name: str
    title: str
    query: str
    fields: tuple[Field, ...]
    key: str = ""
    links: tuple[tuple[str, str], ...] = ()  # a column, and the resource whose key it names
    cell: Callable | None = None


def date(name: str, meaning: str) -> Field:
    return Field(name, meaning, "date")


def word(name: str, meaning: str, words, required: bool = True) -> Field:
    return Field(name, meaning, required=required, words=tuple(one.value for one in words))


def named(name: str, meaning: str) -> Field:
    return Field(name, meaning, required=True)


IDENTIFIER = named("identifiant", "Le nom permanent, dans les adresses du portail.")
AGREEMENT = named("accord", "L’identifiant de l’accord.")
PRECISION = word("precision", "Jusqu’où la date est connue.", Precision, required=False)
LINKED = "(SELECT group_concat(slug, '|') FROM (SELECT slug FROM {table} JOIN {link} ON {key} = {table}.id {where}))"


def linked(table: str, link: str, key: str, owner: str) -> str:
    """The identifiers that a row is linked to, in order."""
    return LINKED.format(
        table=table,
        link=f"{link} AS link",
        key=f"link.{key}",
        where=f"WHERE link.{owner} = text.id ORDER BY slug",
    )


SIGNED = """(SELECT max(signed_on) FROM agreements_situation AS lived WHERE lived.agreement_id = text.id)"""
HELD = "(SELECT max(kalitext) FROM agreements_situation AS held WHERE held.agreement_id = text.id)"
SOURCES = """(SELECT group_concat(source_id, '|') FROM (
    SELECT source_id FROM {link} WHERE {owner} = {row}.id ORDER BY source_id))"""

RESOURCES = (
    Resource(
        "conventions",
        "Les conventions collectives et ce qui en tient lieu",
        """SELECT slug, idcc, name, nullif(full_name, ''), in_sector, subject_to_agrement
        FROM agreements_convention ORDER BY slug""",
        (
            IDENTIFIER,
            Field("idcc", "Le numéro au ministère du travail.", "integer"),
            named("nom", "Comment on la nomme."),
            Field("nom_complet", "Son titre."),
            Field(
                "secteur",
                "Si elle est du secteur social et médico-social non lucratif.",
                "boolean",
                required=True,
            ),
            Field("soumise_a_agrement", "Si ses textes le sont ; vide : on ne le sait pas.", "boolean"),
        ),
        key="identifiant",
    ),
    Resource(
        "organisations",
        "Les organisations d’employeurs et de salariés",
        """SELECT slug, name, nullif(full_name, ''), nullif(acronym, ''), college, nullif(confederation, '')
        FROM agreements_organisation ORDER BY slug""",
        (
            IDENTIFIER,
            named("nom", "Comment on la nomme."),
            Field("nom_complet", "Son nom entier."),
            Field("sigle", "Son sigle."),
            word("college", "Employeurs ou salariés.", College),
            Field("confederation", "La confédération dont elle est membre."),
        ),
        key="identifiant",
    ),
    Resource(
        "sources",
        "Les documents qui ont été lus",
        """SELECT id, title, nullif(url, ''), published_on FROM agreements_source ORDER BY id""",
        (
            Field(
                "numero",
                "Son numéro dans cette édition, et dans elle seule.",
                "integer",
                required=True,
            ),
            named("titre", "Son titre."),
            Field("url", "Son adresse."),
            date("publiee_le", "Le jour de sa publication."),
        ),
        key="numero",
    ),
    Resource(
        "actes",
        "Les arrêtés et les décisions",
        """SELECT slug, kind, nullif(title, ''), "on", published_on, nullif(nor, ''), nullif(url, ''),
        session_on, notified_on, nullif(formula, '') FROM agreements_act ORDER BY slug""",
        (
            IDENTIFIER,
            named("nature", "Ce qu’il est."),
            Field("titre", "Son titre."),
            date("date", "Le jour où il a été pris."),
            date("jo", "Le jour de sa publication au Journal officiel."),
            Field("nor", "Son numéro NOR."),
            Field("url", "Où le lire."),
            date("seance", "Le jour de la séance de la commission nationale d’agrément."),
            date("notifie_le", "Le jour où il a été notifié aux signataires."),
            Field("formule_effet", "Le jour d’effet qu’il donne aux textes qui n’en ont pas."),
        ),
        key="identifiant",
    ),
    Resource(
        "accords",
        "Les accords : avenants, protocoles, accords, conventions, décisions",
        f"""SELECT text.slug, kind, nullif(number, ''), title, dated,
        CASE WHEN dated IS NOT NULL THEN dated_precision END, {SIGNED}, nullif({HELD}, ''),
        {linked("agreements_convention", "agreements_agreement_conventions", "convention_id", "agreement_id")},
        {linked("agreements_theme", "agreements_agreement_themes", "theme_id", "agreement_id")},
        nullif(rule, ''), rule_date, nullif(rule_text, ''), term, nullif(place, '')
        FROM agreements_agreement AS text ORDER BY text.slug""",  # noqa: S608 - made of constants
        (
            IDENTIFIER,
            word("type", "La nature du texte.", AgreementKind),
            Field("numero", "Son numéro."),
            named("titre", "Son titre."),
            date("date_texte", "La date que porte son titre, aussi loin qu’elle est connue."),
            PRECISION,
            date("date_signature", "Le jour où il a été signé."),
            Field("kalitext", "Son identifiant dans la base officielle."),
            Field("conventions", "Ses conventions.", several=True, required=True),
            Field("themes", "Ses thèmes.", several=True),
            Field("regle_effet", "Ce dont dépend sa prise d’effet."),
            date("date_de_la_regle", "La date que donne cette règle."),
            Field("clause_effet", "La clause, dans ses mots."),
            date("dernier_jour", "Le dernier jour d’un texte à durée déterminée."),
            Field("territoire", "Celui d’un texte local."),
        ),
        key="identifiant",
    ),
    Resource(
        "situations",
        "L’état de chaque accord, jour après jour",
        f"""SELECT text.slug, starts_on, nullif(ends_on, '{STILL}'), signature, agrement, extension, effet,
        nullif(signature_certainty, ''), nullif(agrement_certainty, ''), nullif(extension_certainty, ''),
        nullif(effet_certainty, ''), effective_on, sentence
        FROM agreements_situation AS lived JOIN agreements_agreement AS text ON text.id = agreement_id
        ORDER BY text.slug, starts_on""",  # noqa: S608 - made of constants
        (
            AGREEMENT,
            Field("du", "Le premier jour.", "date", required=True),
            date("au", "Le jour où la suivante commence ; vide pour la dernière."),
            named("signature", "L’état de la signature."),
            named("agrement", "Celui de l’agrément."),
            named("extension", "Celui de l’extension."),
            named("effet", "Celui de l’effet."),
            *(
                word(
                    f"certitude_{track.value}",
                    "Comment il est connu ; vide : inconnu.",
                    Certainty,
                    required=False,
                )
                for track in (Track.SIGNATURE, Track.AGREMENT, Track.EXTENSION, Track.EFFET)
            ),
            date("date_effet", "Le jour où l’accord prend ou a pris effet, quand ce jour est sûr."),
            named("phrase", "L’état en une phrase."),
        ),
        links=(("accord", "accords"),),
    ),
    Resource(
        "evenements",
        "Ce qui est arrivé à chaque accord",
        f"""SELECT text.slug, nature, nullif(event.label, ''), event."on",
        CASE WHEN event."on" IS NOT NULL THEN event.precision END, act.slug, nullif(event.reference, ''),
        nullif(event.motive, ''), nullif(event.reserves, ''), nullif(event.note, ''),
        {SOURCES.format(link="agreements_event_sources", owner="event_id", row="event")}
        FROM agreements_event AS event JOIN agreements_agreement AS text ON text.id = event.agreement_id
        LEFT JOIN agreements_act AS act ON act.id = act_id ORDER BY text.slug, position, event.id""",  # noqa: S608
        (
            AGREEMENT,
            word("nature", "Ce qui est arrivé.", Nature),
            Field("intitule", "Le même, plus précisément."),
            date("date", "Le jour du fait, quand aucun acte ne le porte."),
            PRECISION,
            Field("acte", "L’acte qui le dit, et qui en a la date."),
            Field("reference", "Une référence."),
            Field("motif", "Le motif de la décision, tel que la source le rapporte."),
            Field("reserves", "Ses exclusions et ses réserves, une par ligne."),
            Field("note", "Ce qu’il faut en savoir."),
            Field("sources", "Les numéros de ses sources.", several=True, required=True),
        ),
        links=(("accord", "accords"), ("acte", "actes")),
    ),
    Resource(
        "signatures",
        "Ce que chaque organisation a fait de chaque accord",
        f"""SELECT text.slug, organisation.slug, mode, signature."on",
        CASE WHEN signature."on" IS NOT NULL THEN signature.precision END,
        {SOURCES.format(link="agreements_signature_sources", owner="signature_id", row="signature")}
        FROM agreements_signature AS signature JOIN agreements_agreement AS text ON text.id = signature.agreement_id
        JOIN agreements_organisation AS organisation ON organisation.id = organisation_id
        ORDER BY text.slug, organisation.slug, mode""",  # noqa: S608 - made of constants
        (
            AGREEMENT,
            named("organisation", "L’identifiant de l’organisation."),
            word("mode", "A signé, adhéré, retiré sa signature, ou s’est opposée.", Mode),
            date("date", "Le jour, quand il est connu."),
            PRECISION,
            Field("sources", "Les numéros de ses sources.", several=True, required=True),
        ),
        links=(("accord", "accords"), ("organisation", "organisations")),
    ),
    Resource(
        "mesures",
        "Ce que les accords fixent en chiffres",
        f"""SELECT convention.slug, measure.slug, measure.kind, nullif(measure.part, ''), amount, unit, starts_on,
        ends_on, text.slug,
        {SOURCES.format(link="agreements_measurevalue_sources", owner="measurevalue_id", row="value")}
        FROM agreements_measurevalue AS value JOIN agreements_measure AS measure ON measure.id = measure_id
        JOIN agreements_convention AS convention ON convention.id = measure.convention_id
        LEFT JOIN agreements_agreement AS text ON text.id = value.agreement_id
        ORDER BY convention.slug, measure.slug, starts_on, text.slug, value.id""",  # noqa: S608 - made of constants
        (
            named("convention", "L’identifiant de la convention."),
            named("mesure", "L’identifiant de la mesure, dans sa convention."),
            named("nature", "Ce que la mesure fixe."),
            Field("precisement", "Pour qui, ou sur quelle tranche."),
            Field("valeur", "Le chiffre.", "number", required=True),
            named("unite", "Ce en quoi il se compte."),
            Field("a_compter_du", "Le jour à partir duquel le texte le fixe.", "date", required=True),
            date("jusqu_au", "Le dernier jour, quand le texte le dit."),
            Field("accord", "L’accord qui le fixe ; vide : une source dit qu’il s’est appliqué."),
            Field("sources", "Les numéros de ses sources.", several=True, required=True),
        ),
        links=(("convention", "conventions"), ("accord", "accords")),
    ),
)
