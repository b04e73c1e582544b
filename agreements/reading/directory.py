"""Who makes agreements and in which field: conventions, organisations, themes.

They are few, they do not depend on the day, and an edition never changes: they are read once for it.
"""

from django.db.models import Model, Prefetch, QuerySet

from agreements.models import Attachment, Citation, Convention, Organisation, Succession, Theme
from portal.edition.memory import of_edition


class Directory:
    """Those of one edition, with all that their pages tell of them whatever the day."""

    def __init__(self):
        mergers = Attachment.objects.select_related("convention", "attached_to", "act")
        conventions = Convention.objects.prefetch_related(
            Prefetch("attachments", mergers), Prefetch("attached", mergers)
        )
        ties = Succession.objects.select_related("predecessor", "successor")
        organisations = Organisation.objects.prefetch_related(
            "aliases",
            "milestones",
            Prefetch("origins", ties),
            Prefetch("successions", ties),
            Prefetch("citations", Citation.objects.select_related("source")),
        )
        self.conventions: dict[str, Convention] = {row.slug: row for row in conventions}
        self.organisations: dict[str, Organisation] = {row.slug: row for row in organisations}
        self.themes: dict[str, Theme] = {row.slug: row for row in Theme.objects.all()}
        self.convention_places = places(self.conventions)
        self.theme_places = places(self.themes)
        self.conventions_by_key = {row.pk: row for row in self.conventions.values()}
        self.organisations_by_key = {row.pk: row for row in self.organisations.values()}


def places(rows: dict[str, Model]) -> dict[int, tuple[int, str]]:
    """By key, the place of a row among those shown, and its identifier."""
    return {row.pk: (place, slug) for place, (slug, row) in enumerate(rows.items())}


@of_edition
def directory_of() -> Directory:
    """The directory of the edition being read."""
    return Directory()


class KnownRows(QuerySet):
    """The rows of a relation, at hand: they are read, and nothing else is asked of them."""

    def _chain(self):
        raise TypeError("Ces lignes sont déjà lues : elles ne se filtrent ni ne se trient.")


def prefill(instance: Model, relation: str, rows: list) -> None:
    """Say what a relation holds from rows that are at hand, as `prefetch_related` would after asking."""
    known = KnownRows(instance._meta.get_field(relation).related_model)
    known._result_cache, known._prefetch_done = rows, True
    prefetched = getattr(instance, "_prefetched_objects_cache", {})
    instance._prefetched_objects_cache = {**prefetched, relation: known}
