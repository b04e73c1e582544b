"""Adding an entry to the journal, and knowing what was sent already."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from django.db import models
from django.urls import NoReverseMatch, reverse

from portal.journal.changes import row_kinds_of
from portal.journal.models import Entry

#: What the address of the journal says to tell one fact alone.
OF_FACT = "fiche"
#: Rows of one fact that are looked for in what other pages wrote: a query has an end.
MOST_ROWS = 200


def already_written(token: str) -> Entry | None:
    """What this sending wrote, when it is made a second time."""
    return Entry.objects.filter(token=token).first() if token else None


def journal_of(fact: models.Model) -> str:
    """Where all that was written of a fact is read."""
    query = urlencode({OF_FACT: f"{fact._meta.label_lower}:{fact.pk}"})
    return f"{reverse('admin:journal_entry_changelist')}?{query}"


def written_of(fact: models.Model) -> models.Q:
    """The entries of a fact and of its rows, on whichever page: that of an act tells the texts that it decides of."""
    own, rows, names = models.Q(kind=fact._meta.label_lower, key=str(fact.pk)), models.Q(), []
    for kind in row_kinds_of(type(fact)).values():
        tied = kind.model._default_manager.filter(**{kind.tie.name: fact.pk}).values_list("pk", flat=True)
        keys = [str(pk) for pk in tied.order_by("pk")[:MOST_ROWS]]
        label = kind.model._meta.label_lower
        rows |= models.Q(kind=label, key__in=keys)
        names += [f"{label}/{key}/{kind.tie.name}" for key in keys]
    told = models.Q(after__has_any_keys=names[:MOST_ROWS]) if names else models.Q()
    return own | rows | told


def last_entry(model: type[models.Model], key: str) -> Entry | None:
    """What was last written of a fact or of its rows, on whichever page; of one that is gone, its deletion."""
    fact = model._default_manager.filter(pk=key).first()
    told = written_of(fact) if fact else models.Q(kind=model._meta.label_lower, key=key)
    return Entry.objects.filter(told).first()


def write_entry(
    user,
    fact: models.Model,
    *,
    before: dict,
    after: dict,
    token: str = "",
    why: str = "",
    address: str | None = None,
    by: str = "",
) -> Entry:
    """One entry for a fact: only the values that changed are kept. What is deleted has no page.

    `by` names who writes where that is no account: a command.
    """
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    label = fact._meta.label_lower
    return Entry.objects.create(
        token=token[:64] or None,
        user=user,
        by=by or user.get_username(),
        kind=label,
        key=str(fact.pk),
        what=str(fact)[:500],
        address=page_of(fact) if address is None else address,
        before={name: before[name] for name in names if name in before},
        after={name: after[name] for name in names if name in after},
        why=why.strip(),
    )


def page_of(fact: models.Model) -> str:
    """The page of a fact; none for a row that is written on the page of another."""
    try:
        return reverse(f"admin:{fact._meta.label_lower.replace('.', '_')}_change", args=[fact.pk])
    except NoReverseMatch:
        return ""


#: The kind of an entry that is a publication, or a way back; of one that is a command, and what it says of itself.
EDITION, COMMAND = "edition", "commande"
#: How the kinds of the accounts and of their groups start.
ACCOUNTS = "auth."
WROTE, REPORT, DIGEST = "faits", "rapport", "empreinte"
#: As many characters of a report as an entry keeps.
LONGEST = 20_000


def write_publication(request, edition: str, told: str, why: str) -> Entry:
    by = {"user": request.user, "by": request.user.get_username()}
    return Entry.objects.create(**by, kind=EDITION, what=edition, after={"fait": told}, why=why)


def write_timed_publication(by: str, edition: str, told: str, why: str) -> Entry:
    """By a timer, of what this person looked over."""
    return Entry.objects.create(by=by, kind=EDITION, what=edition, after={"fait": told}, why=why)


def write_command(
    name: str,
    wrote: int,
    report: Iterable[str],
    *,
    kind: str = COMMAND,
    what: str = "",
    digest: str = "",
    user=None,
) -> Entry:
    """What a command did, in one entry; `wrote` counts the rows that it changed, `what` is what it was given.

    `digest` is that of the files that it read, to be told from those that are there another day.
    """
    told = "\n".join(report)
    return Entry.objects.create(
        user=user,
        by=user.get_username() if user else f"commande {name}"[:150],
        kind=kind,
        what=(what or name)[:500],
        after={WROTE: str(wrote), REPORT: told if len(told) <= LONGEST else f"{told[:LONGEST]}…"}
        | ({DIGEST: digest} if digest else {}),
    )


def entries_since(moment: datetime | None) -> models.QuerySet:
    """What changed facts since then, the latest first: no publication, account, nor command that wrote nothing."""
    found = Entry.objects.exclude(kind=EDITION).exclude(kind__startswith=ACCOUNTS)
    found = found.exclude(kind=COMMAND, **{f"after__{WROTE}": "0"})
    found = found.select_related("user")
    return found.filter(at__gt=moment) if moment else found
