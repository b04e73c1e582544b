"""Facts that look like one recorded already: asked about before they are written, kept if they are another."""

from agreements.importers.numbers import number_key
from agreements.law.vocabulary import ActKind, RelationKind
from agreements.models import Act, Agreement, Source


def namesakes(text: Agreement) -> list[str]:
    """Other texts of the same convention, type, number and place, on the same day where both have one."""
    if not text.number and not text.dated:
        return []
    others = Agreement.objects.filter(
        kind=text.kind, place=text.place, conventions__in=text.conventions.all()
    )
    return [
        f"Un autre texte de cette convention a ce nom : « {other} » ({other.slug})."
        for other in others.exclude(pk=text.pk).distinct().order_by("slug")
        if number_key(other.number) == number_key(text.number)
        and (other.dated == text.dated if not text.number else not_apart(other, text))
    ]


def not_apart(one: Agreement, other: Agreement) -> bool:
    """Whether no day tells them apart; an avenant to another text than the convention has its own numbers."""
    return (
        not (one.dated and other.dated) or one.dated == other.dated or amended(one) == amended(other) == set()
    )


def amended(text: Agreement) -> set[int]:
    """The texts to which it is an avenant, when it says which."""
    ties = text.relations.filter(kind=RelationKind.AVENANT_A, target__isnull=False)
    return set(ties.values_list("target_id", flat=True))


def same_day(act: Act) -> list[str]:
    """Arrêtés d’agrément of one day are one arrêté; those of extension are many."""
    if act.kind != ActKind.ARRETE_AGREMENT:
        return []
    others = Act.objects.filter(kind=act.kind, on=act.on, published_on=act.published_on).exclude(pk=act.pk)
    return [f"Un autre arrêté d’agrément est de ces jours : « {other} » ({other.slug})." for other in others]


def same_address(fact: Act | Source) -> list[str]:
    if not fact.url:
        return []
    others = type(fact).objects.filter(url__iexact=fact.url).exclude(pk=fact.pk).order_by("pk")
    names = {Act: "Un autre acte", Source: "Une autre source"}
    return [f"{names[type(fact)]} a cette adresse : « {other} »." for other in others]
