"""Identifiers: proposed in the form of the house, and, once changed, leading for ever to what they were of."""

from django.db import models
from django.utils.text import slugify

from agreements.admin.arretes.naming import free, slug_of_act, slug_of_text
from agreements.admin.editing.confirming import Refusal
from agreements.importers.kali.identifiers import word_of
from agreements.models import Act, Agreement, FormerIdentifier, Organisation
from agreements.models.identifiers import WORDS

PROPOSED = "Laissé vide, il est proposé à l’enregistrement."
RENAMED = "L’identifiant a été changé."


def is_proposed(model: type[models.Model]) -> bool:
    return model in (Agreement, Act, Organisation)


def proposed(fact: models.Model, given: dict) -> str:
    """The identifier of a new record, from what its form was given; one that nothing bears, nor has borne."""
    if isinstance(fact, Act):
        wanted = slug_of_act(fact.kind, fact.on, fact.published_on)
    elif isinstance(fact, Organisation):
        wanted = slugify(fact.acronym or fact.name)
    else:
        fields = sorted(given.get("conventions") or (), key=lambda one: (not one.in_sector, one.position))
        field = fields[0].slug if fields else ""
        wanted = slug_of_text(field, fact.kind, fact.number, fact.dated)
        if not (fact.number or fact.dated):
            wanted = "-".join(filter(None, (wanted, word_of(fact.title))))
    longest = type(fact)._meta.get_field("slug").max_length - 4
    return free(wanted[:longest].strip("-"), lambda slug: is_taken(type(fact), slug))


def is_taken(model: type[models.Model], slug: str) -> bool:
    held = model._default_manager.filter(slug=slug).exists()
    return held or FormerIdentifier.objects.filter(of=WORDS[model], slug=slug).exists()


def keep_address(fact: models.Model, before: str) -> None:
    """What was published under another identifier is found under it for ever; none is given to another record."""
    if type(fact) not in WORDS or fact.slug == before:
        return
    leads_to = FormerIdentifier.now(fact.slug, type(fact))
    if leads_to and leads_to != before:
        raise Refusal(
            f"L’identifiant « {fact.slug} » a été celui de « {leads_to} » : il y mène pour toujours."
        )
    if before:
        FormerIdentifier.leads(type(fact), before, fact.slug, RENAMED)
