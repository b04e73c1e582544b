"""The lists of work of the admin's home."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from agreements.admin.arretes.page import may_enter
from agreements.admin.completeness import ToComplete
from agreements.admin.happenings.declarations import HAPPENINGS
from agreements.admin.work.states import TO_SETTLE, to_settle
from agreements.models import Agreement, Divergence
from portal.web.admin_site import WayIn, Work, site


def work_lists() -> Iterator[Work]:
    """What the states leave to settle, what is missing in the sector, what the sources disagree on."""
    address = reverse("admin:agreements_agreement_changelist")
    for key, texts in to_settle().items():
        label, _ = TO_SETTLE[key]
        yield Work(label, len(texts), f"{address}?{urlencode({'etat': key})}")
    for key, (label, condition) in ToComplete.missing.items():
        query = urlencode({"manque": key, "conventions__in_sector__exact": 1})
        yield Work(label, in_sector(condition), f"{address}?{query}")
    divergences = Divergence.objects.filter(agreement__conventions__in_sector=True).distinct()
    count, query = divergences.count(), urlencode({"agreement__conventions__in_sector__exact": 1})
    label = "divergence entre sources" if count < 2 else "divergences entre sources"
    yield Work(label, count, f"{reverse('admin:agreements_divergence_changelist')}?{query}")


def in_sector(condition: Q) -> int:
    return Agreement.objects.filter(condition, conventions__in_sector=True).distinct().count()


site.works.append(work_lists)


def ways_in(user) -> Iterator[WayIn]:
    """What happened, as one comes to say it, for who may write it."""
    if may_enter(user):
        yield WayIn("Un arrêté est paru", reverse("admin:agreements_act_paru"))
    for one in HAPPENINGS.values():
        if one.is_open_to(user):
            yield WayIn(one.title, reverse("admin:agreements_agreement_happened", args=[one.name]))


site.ways_in.append(ways_in)
