"""Identifiers that were published and have become others: an address leads somewhere for ever."""

from django.db import models
from django.db.models import F, Q

from agreements.models.parties import Convention, Organisation
from agreements.models.sources import Act
from agreements.models.texts import Agreement

#: What has a page of its own, by the word that is kept.
OF = {"accord": Agreement, "acte": Act, "organisation": Organisation, "convention": Convention}
WORDS = {model: word for word, model in OF.items()}


class FormerIdentifier(models.Model):
    """The identifier that a record had: it was given another, or was found to be the same as another, which stays."""

    of = models.CharField(
        "genre", max_length=15, choices=[(word, word) for word in OF], default=WORDS[Agreement]
    )
    slug = models.SlugField("ancien identifiant", max_length=120)
    becomes = models.SlugField("identifiant où il mène", max_length=120)
    reason = models.TextField("pourquoi c’est la même fiche")

    class Meta:
        verbose_name = "ancien identifiant"
        verbose_name_plural = "anciens identifiants"
        ordering = ["of", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["of", "slug"],
                name="former_identifier_once",
                violation_error_message="Cet ancien identifiant mène déjà ailleurs.",
            ),
            models.CheckConstraint(
                condition=~Q(slug=F("becomes")),
                name="former_identifier_is_another",
                violation_error_message="Un identifiant ne mène pas à lui-même.",
            ),
            models.CheckConstraint(
                condition=Q(of__in=list(OF)),
                name="former_identifier_of_a_page",
                violation_error_message="Ce genre de fiche n’a pas d’adresse.",
            ),
        ]

    def __str__(self):
        return f"{self.slug} → {self.becomes}"

    @classmethod
    def now(cls, slug: str, of: type[models.Model] = Agreement) -> str | None:
        """The identifier that a former one has become."""
        return cls.objects.filter(of=WORDS[of], slug=slug).values_list("becomes", flat=True).first()

    @classmethod
    def leads(cls, of: type[models.Model], slug: str, to: str, reason: str) -> None:
        """From now on this identifier leads to that one, as do all those that led to it; that one leads nowhere."""
        held = cls.objects.filter(of=WORDS[of])
        held.filter(slug=to).delete()
        held.filter(becomes=slug).update(becomes=to)
        cls.objects.update_or_create(of=WORDS[of], slug=slug, defaults={"becomes": to, "reason": reason})
