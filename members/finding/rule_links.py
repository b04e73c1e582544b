"""From the edition to the rule: what ties employers to texts beyond a convention and a membership."""

from collections.abc import Iterable

from agreements.law.vocabulary import AgreementKind, College, Mode, Reach, RelationKind
from agreements.models import (
    Agreement,
    Attachment,
    Convention,
    ConventionParty,
    Negotiator,
    Organisation,
    Relation,
    Succession,
)
from agreements.models.ties import REPLACING, amended
from members import models
from members.rule.facts import Affiliation, Links, Replacer
from members.rule.facts import Attachment as Merger
from members.rule.facts import Negotiator as Usual
from members.rule.facts import Party as Whole
from members.rule.facts import Succession as Lineage
from portal.french.dates import ONE_DAY, add_months

MERGER_MONTHS = 60


def links() -> Links:
    """What ties employers to texts, whichever these are."""
    return Links(
        names=dict(Convention.objects.values_list("slug", "name"))
        | dict(Organisation.objects.values_list("slug", "name")),
        branches=branches(inside=True),
        outside=branches(inside=False),
        attachments=tuple(merger(row) for row in attachments()),
        affiliations=tuple(
            Affiliation(*row)
            for row in models.Affiliation.objects.values_list(
                "organisation__slug", "confederation__slug", "since", "until", "certain"
            )
        ),
        successions=tuple(
            Lineage(*row)
            for row in Succession.objects.values_list("predecessor__slug", "successor__slug", "on", "certain")
        ),
        overseas=frozenset(models.Region.objects.filter(overseas=True).values_list("slug", flat=True)),
        parties=tuple(parties()),
        negotiators=tuple(
            Usual(*row)
            for row in Negotiator.objects.order_by("convention", "organisation").values_list(
                "convention__slug", "organisation__slug", "since", "until"
            )
        ),
    )


def branches(inside: bool) -> dict[str, frozenset[str]]:
    """By branch, the conventions that are in its field, or those that are not."""
    found: dict[str, frozenset[str]] = {}
    rows = models.BranchField.objects.filter(inside=inside).values_list("convention__slug", "branch__slug")
    for convention, branch in rows:
        found[branch] = found.get(branch, frozenset()) | {convention}
    return found


def parties() -> Iterable[Whole]:
    """The employers' organisations that are party to a whole convention, in order of time."""
    rows = ConventionParty.objects.filter(organisation__college=College.EMPLOYEUR)
    rows = rows.order_by("on", "convention", "organisation")
    for convention, organisation, on, mode, reach in rows.values_list(
        "convention__slug", "organisation__slug", "on", "mode", "reach"
    ):
        yield Whole(convention, organisation, on, Mode(mode), Reach(reach))


#: What a text is an avenant or an annexe to, when it is one of the convention itself.
WHOLE = (AgreementKind.CONVENTION, AgreementKind.ANNEXE, AgreementKind.AVENANT)


#: How a text says that it is an avenant, or an annexe, to another.
PART_OF = (RelationKind.AVENANT_A, RelationKind.ANNEXE_A)


def lesser() -> frozenset[str]:
    """The texts that are an avenant, or an annexe, to another text than their convention."""
    told = Relation.objects.filter(kind__in=PART_OF)
    told = told.exclude(target=None).exclude(target__kind__in=WHOLE)
    return frozenset(told.order_by().values_list("agreement__slug", flat=True))


def is_lesser(relations: Iterable[Relation]) -> bool:
    """Whether one text is, by its own relations, which were read."""
    return any(tie.kind in PART_OF and tie.target and tie.target.kind not in WHOLE for tie in relations)


def replacers() -> dict[str, Replacer]:
    """By text, the last that says that it replaces it, or the only text that it amends."""
    told = Relation.objects.filter(kind__in=REPLACING).exclude(target=None).select_related("agreement")
    rows = told.order_by("agreement__dated", "agreement__slug")
    by_text = {row.target_id: row.agreement for row in rows}
    for avenant, base in amended(rows.db).items():
        by = by_text.get(base.text)
        if by and base.is_ended_by(by.dated):
            by_text.setdefault(avenant, by)
    slugs = dict(Agreement.objects.filter(pk__in=by_text).values_list("pk", "slug"))
    return {slugs[pk]: Replacer(by.slug, by.reference) for pk, by in by_text.items()}


def amendments() -> dict[str, tuple[Replacer, ...]]:
    """By text, those that amend it and leave it in being, in order of time (CT L2261-8)."""
    told = Relation.objects.filter(kind=RelationKind.MODIFIE).exclude(target=None)
    found: dict[str, list[Replacer]] = {}
    for row in told.select_related("agreement", "target").order_by("agreement__dated", "agreement__slug"):
        by = Replacer(row.agreement.slug, row.agreement.reference)
        found.setdefault(row.target.slug, []).append(by)
    return {slug: tuple(by) for slug, by in found.items()}


def attachments():
    return Attachment.objects.select_related("convention", "attached_to", "act")


def merger(row: Attachment) -> Merger:
    """From the day after the publication of its act (C. civ., art. 1), and five years from then (CT L. 2261-33)."""
    on = row.act.published_on + ONE_DAY if row.act.published_on else row.act.on
    return Merger(row.convention.slug, row.attached_to.slug, on, add_months(on, MERGER_MONTHS))
