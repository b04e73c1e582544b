"""The associations as they are recorded, read once, and how a line of a file compares with them."""

from collections import defaultdict

from agreements.importers.report import Rejected
from members.importers.reading import Wanted
from members.models import Application, Association, Membership, Presence


def slug_of(wanted: Wanted) -> str:
    """The code that the file gives, else one made from the SIREN."""
    return wanted.code or f"siren-{wanted.siren}"


class Recorded:
    def __init__(self):
        self.rows = list(Association.objects.order_by("pk").iterator())
        self.by_siren = {row.siren: row for row in self.rows if row.siren}
        self.by_slug = {row.slug: row for row in self.rows}
        self.links = {
            "presences": links(Presence, "sector_id", "establishments"),
            "applications": links(Application, "convention_id", "since", "until"),
            "memberships": links(Membership, "organisation_id", "since", "until"),
        }

    def known(self, wanted: Wanted) -> Association | None:
        """The association of that SIREN, else of that code; refused where they name two."""
        by_siren, by_code = self.by_siren.get(wanted.siren), self.by_slug.get(slug_of(wanted))
        if by_siren and by_code and by_siren.pk != by_code.pk:
            raise Rejected(f"le SIREN {wanted.siren} et le code {wanted.code} sont ceux de deux associations")
        found = by_siren or by_code
        if found and wanted.siren and found.siren and found.siren != wanted.siren:
            raise Rejected(
                f"le code {wanted.code} est celui d’une association dont le SIREN est {found.siren}"
            )
        return found

    def differs(self, row: Association, wanted: Wanted) -> bool:
        given = (wanted.name, wanted.region, wanted.siren or row.siren, wanted.code or row.slug)
        if (row.name, row.region_id, row.siren, row.slug) != given:
            return True
        if wanted.sized and wanted.headcount != row.headcount:
            return True
        return any(
            said is not None and said != found.get(row.pk, frozenset())
            for name, found in self.links.items()
            for said in [getattr(wanted, name)]
        )


def links(model, *fields: str) -> dict[int, set]:
    found: dict[int, set] = defaultdict(set)
    for pk, *values in model.objects.order_by("pk").values_list("association_id", *fields).iterator():
        found[pk].add(tuple(values))
    return found
