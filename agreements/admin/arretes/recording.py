"""Write an act that was looked over, its source and its decisions: all of them or none."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from agreements.admin.arretes.forms import CREATE, LEAVE, Sheet
from agreements.admin.arretes.naming import free, slug_of_text
from agreements.admin.arretes.reading import Reading
from agreements.importers.dila.recording import reserves_of
from agreements.importers.rows import check
from agreements.law.guards.contradictions import impossible
from agreements.law.vocabulary import Nature
from agreements.models import Act, Agreement, Citation, Event, Source
from agreements.models.facts_of import all_facts, with_facts
from portal.journal.entries import write_entry
from portal.journal.values import State, told_rows, values_of


@dataclass
class Recorded:
    act: Act
    events: list[Event] = field(default_factory=list)
    created: list[Agreement] = field(default_factory=list)
    read: list[Citation | Source] = field(default_factory=list)


def record(sheet: Sheet, user) -> Recorded:
    """Within a transaction of the caller's; `ValidationError` says what no facts can be."""
    known = Act.objects.filter(pk=sheet.act.instance.pk).first()
    before = dict(values_of(known)) if known else {}
    sources = Source.objects.count()
    act = sheet.act.save()
    done, source = Recorded(act), sheet.act.source()
    if Source.objects.count() > sources:
        done.read.append(source)
    for row in sheet.rows:
        if row.chosen != LEAVE:
            text = (
                created(row.reading, done) if row.chosen == CREATE else Agreement.objects.get(slug=row.chosen)
            )
            decision = row.reading.row.decision
            reserves = reserves_of(row.reading.row)
            done.events.append(written(text, decision.nature, act, source, reserves))
            done.read += cite(text, source, seen(row.reading))
    for form in (*sheet.pending, *sheet.probable):
        if nature := form.cleaned_data["nature"]:
            done.events.append(written(form.left.text, Nature(nature), act, source))
            done.read += cite(form.left.text, source, Nature(nature).label)
    refuse_the_impossible(done.events)
    trace(user, done, before)
    return done


def written(text: Agreement, nature: Nature, act: Act, source: Source, reserves: str = "") -> Event:
    event = Event(agreement=text, nature=nature.value, act=act, reserves=reserves)
    check(event)
    event.save()
    event.sources.add(source)
    return event


def created(reading: Reading, done: Recorded) -> Agreement:
    """A text that nobody had recorded, as the act names it."""
    cited = reading.row.decision.text
    wanted = slug_of_text(reading.conventions[0].slug, cited.kind.value, cited.number, cited.dated)
    slug = free(wanted, lambda one: Agreement.objects.filter(slug=one).exists())
    title = cited.subject or reading.cited
    text = Agreement(
        slug=slug, kind=cited.kind.value, number=cited.number, title=title[:500], dated=cited.dated
    )
    check(text)
    text.save()
    text.conventions.set(reading.conventions)
    done.created.append(text)
    return text


def cite(text: Agreement, source: Source, seen: str) -> list[Citation]:
    """The Journal officiel is among the sources read of the text, with what was read there; the reading, if added."""
    if text.citations.filter(source=source).exists():
        return []
    rank = text.citations.count() + 1
    return [Citation.objects.create(agreement=text, source=source, seen=seen, position=rank)]


def seen(reading: Reading) -> str:
    """« agréé, article 1 »."""
    decision = reading.row.decision
    return (
        f"{decision.nature.label}, article {decision.article}" if decision.article else decision.nature.label
    )


def refuse_the_impossible(events: list[Event]) -> None:
    texts = list(with_facts(Agreement.objects.filter(events__in=events).distinct()))
    facts = all_facts(texts)
    faults = [f"{text} : {fault}" for text in texts for fault in impossible(facts[text.pk])]
    if faults:
        raise ValidationError(faults)


def trace(user, done: Recorded, before: State) -> None:
    """In the journal, once: the act, the texts that it created, what it says of each."""
    after = dict(values_of(done.act)) | told_rows([*done.created, *done.events, *done.read])
    write_entry(user, done.act, before=before, after=after, why="Arrêté lu et relu.")
