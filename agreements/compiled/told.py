"""The established facts that an edition tells, each under a name that is the same in every edition, and in words.

What a source says happened is one: a text, an event, a signature, the value of a measure. What is deduced, probable, or
only read in the official base is none.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from agreements.law.facts import STILL_SO
from agreements.law.measures import MeasureKind, Unit
from agreements.law.vocabulary import ActKind, Mode, Nature
from agreements.models import Act, Agreement
from portal.edition.ledger import Account, Heading, Told
from portal.edition.rows import among
from portal.french.dates import Precision
from portal.french.writing import date_fr, figure, of_date, on_date, upper_first

#: How the subject of a fact names an act.
ACT = "acte/"
#: What is read in the official base, and where a text is printed: nothing happened to it.
NOT_NEWS = (Nature.CONSTAT_EN_VIGUEUR, Nature.PUBLICATION_BOCC)
#: The titles of the sources of a fact; in a query of their own, for an aggregate has no order.
SOURCES = """
    (SELECT group_concat(title, ' ; ') FROM (
        SELECT title FROM agreements_source JOIN {link} AS link ON link.source_id = agreements_source.id
        WHERE link.{owner} = {table}.id ORDER BY published_on IS NULL, published_on, title LIMIT 2
    ))
"""
TEXTS = """
    SELECT slug, coalesce(dated, opened_on), CASE WHEN dated IS NULL THEN 'jour' ELSE dated_precision END
    FROM agreements_agreement ORDER BY slug
"""
EVENTS = f"""
    SELECT text.slug, event.nature, event.label, event."on", event.precision, act."on", act.published_on, act.kind,
        act.nor, field.slug, field.name, coalesce(text.dated, text.opened_on),
        {SOURCES.format(link="agreements_event_sources", owner="event_id", table="event")}
    FROM agreements_event AS event JOIN agreements_agreement AS text ON text.id = event.agreement_id
    LEFT JOIN agreements_act AS act ON act.id = event.act_id
    LEFT JOIN agreements_convention AS field ON field.id = event.convention_id
    WHERE event.nature NOT IN ({", ".join(f"'{nature.value}'" for nature in NOT_NEWS)})
    ORDER BY text.slug, event.nature, event.label, event.note
"""  # noqa: S608 - made of constants
SIGNATURES = f"""
    SELECT text.slug, signature.mode, organisation.slug, organisation.name, signature."on", signature.precision,
        (SELECT max(signed_on) FROM agreements_situation AS lived WHERE lived.agreement_id = text.id),
        coalesce(text.dated, text.opened_on),
        {SOURCES.format(link="agreements_signature_sources", owner="signature_id", table="signature")}
    FROM agreements_signature AS signature JOIN agreements_agreement AS text ON text.id = signature.agreement_id
    JOIN agreements_organisation AS organisation ON organisation.id = signature.organisation_id
    ORDER BY text.slug, signature.mode, organisation.slug
"""  # noqa: S608 - made of constants
VALUES = f"""
    SELECT convention.slug, measure.slug, value.amount, value.unit, value.starts_on, text.slug,
        {SOURCES.format(link="agreements_measurevalue_sources", owner="measurevalue_id", table="value")}
    FROM agreements_measurevalue AS value JOIN agreements_measure AS measure ON measure.id = value.measure_id
    JOIN agreements_convention AS convention ON convention.id = measure.convention_id
    LEFT JOIN agreements_agreement AS text ON text.id = value.agreement_id
    ORDER BY convention.slug, measure.slug, value.starts_on, text.slug, value.amount
"""  # noqa: S608 - made of constants
#: The days on which a text takes effect, as it is known for good, and on which its term ends.
DAYS = """
    SELECT slug || ' effet', slug, effective_on FROM agreements_situation AS lived
    JOIN agreements_agreement AS text ON text.id = lived.agreement_id
    WHERE lived.ends_on = ? AND effective_on IS NOT NULL
    UNION ALL SELECT slug || ' terme', slug, term FROM agreements_agreement WHERE term IS NOT NULL
"""
ACTS = """
    SELECT slug, "on", published_on, nor FROM agreements_act ORDER BY slug
"""
HEADINGS = """
    SELECT slug, kind, number, title, dated, dated_precision, (
        SELECT group_concat(name, ', ') FROM (
            SELECT name FROM agreements_convention JOIN agreements_agreement_conventions AS link
            ON link.convention_id = agreements_convention.id
            WHERE link.agreement_id = agreements_agreement.id ORDER BY name
        )
    ) FROM agreements_agreement WHERE slug IN (SELECT value FROM json_each(?))
"""
NAMES = """
    SELECT slug, kind, title, "on", published_on FROM agreements_act WHERE slug IN (SELECT value FROM json_each(?))
"""
MEASURES = """
    SELECT convention.slug, measure.slug, measure.kind, measure.part, convention.name
    FROM agreements_measure AS measure
    JOIN agreements_convention AS convention ON convention.id = measure.convention_id
"""


def account_of(edition: sqlite3.Connection) -> Account:
    days = edition.execute(DAYS, [STILL_SO.isoformat()])
    return Account(told_by(edition), days, partial(headings, edition))


def told_by(edition: sqlite3.Connection) -> Iterator[Told]:
    """Every fact of an edition, each under one name."""
    same = Counter()
    for told in facts_of(edition):
        same[told.name] += 1
        yield told if same[told.name] == 1 else told._replace(name=f"{told.name}|{same[told.name]}")


def facts_of(edition: sqlite3.Connection) -> Iterator[Told]:
    for slug, day, precision in edition.execute(TEXTS):
        exact = day if precision == Precision.JOUR else None
        yield Told(f"{slug}|texte", slug, "texte", exact, day or "", "recensé")
    yield from (event(*row) for row in edition.execute(EVENTS))
    yield from (signature(*row) for row in edition.execute(SIGNATURES))
    yield from (value(*row) for row in edition.execute(VALUES))
    yield from (act_told(*row) for row in edition.execute(ACTS))


def event(
    slug, nature, label, on, precision, taken, published, kind, nor, field, field_name, text_day, source
):
    """What happened, its day, and the act that says it."""
    day = published or taken or (on if on and precision == Precision.JOUR else None)
    if taken or published:
        act = f"{ActKind.label_of(kind)}{f' {of_date(date.fromisoformat(taken))}' if taken else ''}"
        jo = f"publié au JO {of_date(date.fromisoformat(published))}" if published else ""
        detail = ", ".join(filter(None, (act, jo, f"NOR {nor}" if nor else "")))
    else:
        detail = (
            on_date(date.fromisoformat(on), precision) if on else "à une date qu’aucune source lue ne donne"
        )
    told = label or Nature.label_of(nature)
    name = "|".join((slug, nature, taken or on or "", published or "", field or ""))
    place = day or on or text_day or ""
    where = f", pour {field_name}" if field_name else ""
    return Told(name, slug, nature, day, place, f"{told}{where}", detail, source or "")


def signature(slug, mode, organisation, name, on, precision, signed_on, text_day, source) -> Told:
    """What an organisation did; who signed did it the day the text was signed, where no other is known."""
    exact = on if on and precision == Precision.JOUR else None
    day = exact or (signed_on if not on and mode == Mode.SIGNATURE else None)
    detail = f"{name} {on_date(date.fromisoformat(on), precision)}" if on else name
    told = f"{slug}|{mode}|{organisation}|{on or ''}"
    label = Mode.label_of(mode)
    return Told(
        told, slug, f"{mode} {organisation}", day, day or on or text_day or "", label, detail, source or ""
    )


def value(convention, measure, amount, unit, starts_on, text, source) -> Told:
    subject = subject_of(convention, measure)
    worth = figure(Decimal(str(amount)), Unit.label_of(unit))
    label = f"{worth} à compter du {date_fr(date.fromisoformat(starts_on))}"
    name = f"{subject}|{starts_on}|{text or ''}|{amount}|{unit}"
    return Told(name, subject, f"{starts_on} {text or ''}", starts_on, starts_on, label, "", source or "")


def act_told(slug, taken, published, nor) -> Told:
    """An act: it is told on the day of its publication, else on its own."""
    day = published or taken
    jo = (
        f"publié au JO {of_date(date.fromisoformat(published))}" if published else "publication au JO non lue"
    )
    detail = ", ".join(filter(None, (jo, f"NOR {nor}" if nor else "")))
    return Told("|".join((ACT + slug, published or "")), ACT + slug, "acte", day, day, "recensé", detail)


# -- Subjects ------------------------------------------------------------------------------------------------


def subject_of(convention: str, measure: str) -> str:
    """How the subject of a fact names a measure; an agreement is named by its identifier."""
    return f"mesure/{convention}/{measure}"


def headings(edition: sqlite3.Connection, subjects: Collection[str]) -> dict[str, Heading]:
    """What these subjects are called, and what they are about."""
    found = {}
    for slug, kind, number, title, dated, precision, conventions in edition.execute(
        HEADINGS, [among(subjects)]
    ):
        day = date.fromisoformat(dated) if dated else None
        text = Agreement(kind=kind, number=number, title=title, dated=day, dated_precision=precision)
        about = f"{upper_first(text.subject)}." if text.subject else ""
        found[slug] = Heading(f"{text.dated_reference} ({conventions})", about)
    acts = [subject.removeprefix(ACT) for subject in subjects if subject.startswith(ACT)]
    for slug, kind, title, taken, published in edition.execute(NAMES, [among(acts)]):
        days = (date.fromisoformat(day) if day else None for day in (taken, published))
        act = Act(kind=kind, title=title, on=next(days), published_on=next(days))
        found[ACT + slug] = Heading(upper_first(str(act)), "")
    for convention, measure, kind, part, name in edition.execute(MEASURES):
        label = ", ".join(filter(None, (MeasureKind.label_of(kind), part)))
        found[subject_of(convention, measure)] = Heading(f"{label} ({name})", "")
    return found
