"""What is left to complete in an agreement: said to the editor, never refused."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q

from agreements.models import Agreement, Citation, Event, Signature, Source
from portal.french.writing import listed


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


def look_over(request, agreement: Agreement) -> list[Citation]:
    """What follows the recording of a fact: its sources are among those read of the agreement."""
    if added := cite_what_is_used(agreement):
        names = listed(f"« {citation.source} »" for citation in added)
        messages.info(request, f"Ajouté aux sources lues, puisqu’un fait s’y appuie : {names}.")
    return added


def cite_what_is_used(agreement: Agreement) -> list[Citation]:
    """Record as read of this agreement each source on which one of its facts stands; give the readings added."""
    used = Source.objects.filter(
        Q(events__agreement=agreement)
        | Q(signatures__agreement=agreement)
        | Q(relations__agreement=agreement)
    ).distinct()
    added = used.exclude(citations__agreement=agreement)
    return Citation.objects.bulk_create(Citation(agreement=agreement, source=source) for source in added)
