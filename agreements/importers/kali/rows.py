"""Make the database what the archive asks for, and write only what differs.

People's facts come first: a column that someone changed since the last import stays as they left it. What the
importer wrote, it may correct or take back; what it did not write, it never touches.
"""

from collections import defaultdict
from datetime import date

from agreements.importers.kali.corpus import Corpus
from agreements.importers.kali.fields import IN_SECTOR, agrement_of
from agreements.importers.kali.merging import ONLY_CITED
from agreements.importers.kali.recorded import OWN, PAGE, SOURCE, Recorded
from agreements.importers.kali.tree import OfficialConvention
from agreements.importers.kali.wanted import Wanted, WantedAgreement
from agreements.importers.kali.writing import Writer, differing
from agreements.models import Act, Agreement, Citation, Convention, OfficialPlace, OfficialText, Source
from portal.french.analyser import fold

#: Where a convention that the archive brings stands among the others: after those that people placed.
IMPORTED = 500
RULE = ("rule", "rule_date", "rule_text")


def sync_conventions(writer: Writer, corpus: Corpus, recorded: Recorded) -> None:
    """The conventions of the archive: recognised by IDCC or KALICONT, created where they are not there."""
    rows = list(recorded.by_slug.values())
    by_idcc = {row.idcc: row for row in rows if row.idcc}
    by_kalicont = {row.kalicont: row for row in rows if row.kalicont}
    fresh = []
    for kalicont, read in sorted(corpus.conventions.items()):
        row = by_kalicont.get(kalicont) or by_idcc.get(read.idcc)
        if row is None:
            subject, basis = agrement_of(read.idcc)
            name = read.short_title or read.title
            row = Convention(
                slug=f"idcc-{read.idcc:04}" if read.idcc else kalicont.lower(),
                idcc=read.idcc,
                name=name if len(name) <= 120 else f"{name[:119]}…",
                full_name=read.title[:500],
                kalicont=kalicont if len(kalicont) <= 20 else "",
                in_sector=read.idcc in IN_SECTOR,
                subject_to_agrement=subject,
                agrement_basis=basis,
                position=IMPORTED,
            )
            fresh.append(row)
        elif is_renamed(row, read):
            recorded.renamed.append(f"{row.slug} : « {row.full_name} » est devenu « {read.title} »")
        recorded.conventions[kalicont] = row
    writer.create("conventions", Convention, fresh)
    recorded.by_slug |= {row.slug: row for row in fresh}
    writer.same("conventions", len(corpus.conventions) - len(fresh))


def is_renamed(row: Convention, read: OfficialConvention) -> bool:
    """Whether the archive names otherwise a convention that it brought; the name recorded may be an editor's."""
    names = {fold(row.name), fold(row.full_name)}
    return row.position == IMPORTED and not names & {fold(read.title), fold(read.short_title)}


def sync_acts(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    """The acts that events name; those recorded before stay as they are, but for a JO that was not known."""
    used = {event.act for agreement in wanted.agreements.values() for event in agreement.events if event.act}
    fresh, changed = [], {}
    for slug in sorted(used):
        told = wanted.acts[slug]
        row = recorded.acts.get(slug)
        if row is None:
            values = {"kind": told.kind.value, "on": told.on, "published_on": told.published_on}
            fresh.append(Act(slug=slug, title=told.title, url=told.url, **values))
        elif told.url and row.url == told.url:
            if values := recorded.owned.differing(row, {"on": told.on, "published_on": told.published_on}):
                changed[row] = values
        elif (
            told.published_on
            and not row.published_on
            and row.on == told.on
            and recorded.owned.may_write(row, "published_on", told.published_on)
        ):
            changed[row] = {"published_on": told.published_on}
    recorded.acts |= {row.slug: row for row in writer.create("actes", Act, fresh)}
    writer.update("actes", Act, changed)
    writer.same("actes", len(used) - len(fresh) - len(changed))


def sync_sources(writer: Writer, corpus: Corpus, wanted: Wanted, recorded: Recorded, read_on: date) -> None:
    """One source for each official page: the day it was first read is kept."""
    pages = sorted({page for agreement in wanted.agreements.values() for page in agreement.pages})
    fresh, changed = [], {}
    for kalitext in pages:
        title = f"{SOURCE}{corpus.texts[kalitext].title}"[:500]
        row = recorded.sources.get(PAGE + kalitext)
        if row is None:
            fresh.append(Source(title=title, url=PAGE + kalitext, consulted_on=read_on))
        elif values := recorded.owned.differing(row, {"title": title}):
            changed[row] = values
    recorded.sources |= {row.url: row for row in writer.create("sources", Source, fresh)}
    writer.update("sources", Source, changed)
    writer.same("sources", len(pages) - len(fresh) - len(changed))


def sync_agreements(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    fresh, changed = {}, {}
    baselines = {official.agreement_id: official.read for official in recorded.officials.values()}
    for slug, asked in wanted.agreements.items():
        row = recorded.agreements.get(slug)
        if row is None:
            fresh[slug] = Agreement(slug=slug, **asked.values)
        elif values := allowed(row, asked, baselines.get(row.pk), recorded):
            changed[row] = values
    kind = "accords"
    writer.create(kind, Agreement, fresh.values())
    writer.update(kind, Agreement, changed)
    writer.same(kind, len(wanted.agreements) - len(fresh) - len(changed))
    recorded.agreements |= fresh
    fields = {slug: row.pk for slug, row in recorded.by_slug.items()}
    through = Agreement.conventions.through
    missing = [
        {"agreement_id": recorded.agreements[slug].pk, "convention_id": fields[convention]}
        for slug, asked in wanted.agreements.items()
        if slug in fresh
        or (
            asked.kalitext in recorded.officials
            and is_imported(recorded, slug)
            and not recorded.owned.is_touched(recorded.agreements[slug], "conventions")
        )
        for convention in sorted(asked.conventions - recorded.fields.get(slug, set()))
    ]
    writer.link(through, missing)


def is_imported(recorded: Recorded, slug: str) -> bool:
    """Whether an agreement is still as the importer made it, and nobody recorded facts of it."""
    row = recorded.agreements[slug]
    official = recorded.officials.get(row.kalitext)
    return bool(official and official.read.get("title") == row.title and not recorded.told.get(row.pk))


def allowed(row: Agreement, asked: WantedAgreement, baseline: dict | None, recorded: Recorded) -> dict:
    """The columns that the importer may change: those that still say what it last wrote there.

    The rule of effect is told by the texts of other conventions too: a part of the base cannot change it. Where
    nobody recorded one, the importer tells the one it reads, once: a rule that someone takes away stays away. What
    an editor wrote over what the importer did is his; where the importer says something else since, he settles it.
    """
    values = {name: value for name, value in asked.values.items() if recorded.complete or name not in RULE}
    if row.note == ONLY_CITED and values:
        return recorded.owned.differing(row, values)
    baseline = baseline or {}
    news = {
        name: value
        for name, value in differing(row, values).items()
        if name in baseline and baseline[name] != as_json(value)
    }
    disputed = {name: value for name, value in news.items() if recorded.owned.is_touched(row, name)}
    if disputed:
        recorded.owned.allowed(row, disputed)
    unsaid = not (row.rule or row.rule_text) and not baseline.get("rule")
    return {
        name: value
        for name, value in differing(row, values).items()
        if not recorded.owned.is_touched(row, name)
        and (
            is_own(row, name, baseline)
            or (unsaid and name in RULE)
            or (name == "term" and not row.term and not baseline.get("term"))
        )
    }


def is_own(row: Agreement, name: str, baseline: dict) -> bool:
    return name in baseline and as_json(getattr(row, name)) == baseline[name]


def as_json(value):
    return value.isoformat() if isinstance(value, date) else value


# -- What KALI says of each text ---------------------------------------------------------------------------


def sync_officials(
    writer: Writer, corpus: Corpus, wanted: Wanted, recorded: Recorded, slugs: dict, read_on: date
) -> None:
    fresh, changed = [], {}
    for kalitext, reading in sorted(corpus.texts.items()):
        asked = wanted.agreements[slugs[kalitext]]
        values = {
            "title": reading.title,
            "state": reading.state,
            "modified_on": reading.modified_on,
            "gone_on": None,
            "streamed": not corpus.whole,
            "read": {name: as_json(value) for name, value in asked.values.items()},
        }
        row = recorded.officials.get(kalitext)
        if row is None:
            agreement = recorded.agreements[asked.slug]
            fresh.append(OfficialText(agreement=agreement, kalitext=kalitext, **values))
        elif values := differing(row, values):
            changed[row] = values
    recorded.officials |= {row.kalitext: row for row in writer.create("textes", OfficialText, fresh)}
    writer.update("textes", OfficialText, changed)
    writer.same("textes", len(corpus.texts) - len(fresh) - len(changed))
    sync_places(writer, corpus, recorded, read_on)


def sync_places(writer: Writer, corpus: Corpus, recorded: Recorded, read_on: date) -> None:
    """Places are read per convention: those of a convention that the archive does not hold stay as they are.

    A text that left a convention keeps its place there, and the day from which it is no longer in it.
    """
    here = {recorded.conventions[kalicont].pk for kalicont in corpus.conventions}
    held = {
        (row.text_id, row.convention_id): row
        for row in OfficialPlace.objects.all()
        if row.convention_id in here
    }
    fresh, changed, same = [], {}, 0
    for kalitext, reading in sorted(corpus.texts.items()):
        text = recorded.officials[kalitext]
        for kalicont, heading, position in reading.places:
            convention = recorded.conventions[kalicont]
            values = {"heading": heading, "position": position, "gone_on": None}
            row = held.pop((text.pk, convention.pk), None)
            if row is None:
                fresh.append(OfficialPlace(text=text, convention=convention, **values))
            elif values := differing(row, values):
                changed[row] = values
            else:
                same += 1
    writer.create("emplacements", OfficialPlace, fresh)
    writer.update("emplacements", OfficialPlace, changed)
    left = {row: {"gone_on": read_on} for row in held.values() if corpus.whole and row.gone_on is None}
    writer.update("emplacements absents de la source", OfficialPlace, left)
    writer.same("emplacements", same)


def sync_pages(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    """Each agreement names the official pages where it was read."""
    sources = {row.pk: row.url.removeprefix(PAGE) for row in recorded.sources.values()}
    held = defaultdict(dict)
    for row in Citation.objects.filter(agreement__isnull=False, position__gte=OWN):
        if row.source_id in sources:
            held[row.agreement_id][sources[row.source_id]] = row
    fresh, changed, gone, same = [], {}, [], 0
    for slug, asked in wanted.agreements.items():
        agreement = recorded.agreements[slug]
        mine = held.get(agreement.pk, {})
        for rank, (kalitext, seen) in enumerate(asked.pages.items()):
            row = mine.pop(kalitext, None)
            values = {"position": OWN + rank, "seen": seen}
            source = recorded.sources[PAGE + kalitext]
            if row is None and recorded.owned.is_gone(Citation, agreement=agreement, source=source):
                continue
            if row is None:
                fresh.append(Citation(agreement=agreement, source=source, **values))
            elif values := recorded.owned.differing(row, values):
                changed[row] = values
            else:
                same += 1
        gone += [row for row in mine.values() if not recorded.owned.is_of_editors(row)]
    writer.create("lectures", Citation, fresh)
    writer.update("lectures", Citation, changed)
    writer.remove("lectures", Citation, gone if recorded.complete else ())
    writer.same("lectures", same)
