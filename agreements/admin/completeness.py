"""What is left to complete or to check in an agreement: said to the editor, never refused."""

from collections import Counter
from collections.abc import Iterator

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q

from agreements.law.facts import Fact
from agreements.law.vocabulary import Mode, Nature, Track
from agreements.models import Agreement, Citation, Event, Signature, Source
from agreements.models.facts_of import NEVER, fact_of, partial
from portal.french.writing import listed, on_date

#: What cannot come before the text is dated. Negotiation does, and a day of effect may.
AFTER_THE_TEXT = {
    *(nature for nature in Nature if nature.track in (Track.AGREMENT, Track.EXTENSION)),
    Nature.NOTIFICATION,
    Nature.FIN_OPPOSITION,
    Nature.OPPOSITION_MAJORITAIRE,
    Nature.DEPOT,
    Nature.PUBLICATION_BOCC,
    Nature.PUBLICATION_JO,
    Nature.REMPLACE,
    Nature.DENONCE,
}


def of(model, **conditions) -> Exists:
    return Exists(model.objects.filter(agreement=OuterRef("pk"), **conditions))


class ToComplete(admin.SimpleListFilter):
    title = "ce qui manque"
    parameter_name = "manque"
    missing = {
        "source": ("aucune source lue", ~of(Citation)),
        "evenement": ("aucun événement", ~of(Event)),
        "signature": ("aucune signature", ~of(Signature)),
        "date": ("sans date du texte", Q(dated=None)),
        "date-evenement": ("un événement sans date", of(Event, act=None, on=None)),
        "jo": ("un acte sans date de JO", of(Event, act__isnull=False, act__published_on=None)),
        "regle": ("sans règle d’effet", Q(rule="")),
    }

    def lookups(self, request, model_admin):
        return [(key, label) for key, (label, _) in self.missing.items()]

    def queryset(self, request, queryset):
        _, condition = self.missing.get(self.value(), ("", Q()))
        return queryset.filter(condition)


def look_over(request, agreement: Agreement) -> None:
    """What follows the recording of a fact: its sources are among those read, and oddities are said."""
    if added := cite_what_is_used(agreement):
        names = listed(f"« {source} »" for source in added)
        messages.info(request, f"Ajouté aux sources lues, puisqu’un fait s’y appuie : {names}.")
    for warning in contradictions(agreement):
        messages.warning(request, f"À vérifier : {warning}")


def cite_what_is_used(agreement: Agreement) -> list[Source]:
    """AgreementOnDay as read of this agreement each source on which one of its facts stands; give those added."""
    used = Source.objects.filter(
        Q(events__agreement=agreement)
        | Q(signatures__agreement=agreement)
        | Q(relations__agreement=agreement)
    ).distinct()
    added = list(used.exclude(citations__agreement=agreement))
    Citation.objects.bulk_create(Citation(agreement=agreement, source=source) for source in added)
    return added


def contradictions(agreement: Agreement) -> Iterator[str]:
    """What is possible but unlikely: dates in an impossible order, a decision recorded twice."""
    events = list(agreement.events.select_related("act", "convention").prefetch_related("sources"))
    facts = [(event, fact_of(event, NEVER)) for event in events]
    yield from before_the_text(agreement, facts)
    yield from approval_before_signature(agreement, facts)
    if agreement.term and agreement.dated and agreement.term < agreement.dated:
        yield "le dernier jour est avant la date du texte."
    if agreement.rule_date and agreement.term and agreement.term < agreement.rule_date:
        yield "le dernier jour est avant la date que donne la règle d’effet."
    decided = Counter((event.get_nature_display(), event.act) for event in events if event.act)
    for (nature, act), count in decided.items():
        if count > 1:
            yield f"« {nature} » est enregistré {count} fois par le même acte, {act}."


def before_the_text(agreement: Agreement, facts: list[tuple[Event, Fact]]) -> Iterator[str]:
    if not agreement.dated:
        return
    written = on_date(agreement.dated, agreement.dated_precision)
    for event, fact in facts:
        dated = fact.published_on or fact.on
        if event.kind in AFTER_THE_TEXT and dated and fact.counts_from < agreement.dated:
            yield f"« {event} » ({on_date(fact.counts_from)}) est avant la date du texte ({written})."


def approval_before_signature(agreement: Agreement, facts: list[tuple[Event, Fact]]) -> Iterator[str]:
    approvals = [fact.counts_from for event, fact in facts if event.kind == Nature.AGREE and fact.exact]
    signatures = agreement.signatures.filter(mode=Mode.SIGNATURE).exclude(on=None)
    for signature in signatures.select_related("organisation"):
        signed = partial(signature.on, signature.precision)
        if approvals and signed.exact and min(approvals) < signed.day:
            yield f"{signature.organisation} signe {on_date(signed.day)}, après l’agrément ({on_date(min(approvals))})."
