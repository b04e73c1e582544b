"""Whether an edition holds real associations, and not the demonstration set alone."""

from members.models import Association
from portal.edition.memory import of_edition


@of_edition
def members_are_published() -> bool:
    return Association.objects.filter(demonstration=False).exists()
