"""The words that readers type for what texts call otherwise: acronyms and everyday names."""

from django.db import models

from portal.french.analyser import EMPTY, fold


class Synonym(models.Model):
    """A word, and what it may mean: « CHRS », centre d'hébergement et de réinsertion sociale."""

    word = models.CharField(
        "mot", max_length=60, help_text="Un seul mot, par exemple « CHRS » ou « mutuelle »."
    )
    meaning = models.CharField("veut dire", max_length=200)

    class Meta:
        verbose_name = "synonyme"
        ordering = ["word", "meaning"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "meaning"],
                name="synonym_once",
                violation_error_message="Ce synonyme est déjà enregistré.",
            )
        ]

    def __str__(self):
        return f"{self.word} : {self.meaning}"

    def save(self, **kwargs):
        self.word = fold(self.word).replace(" ", "")
        super().save(**kwargs)

    @classmethod
    def meanings_of(cls, folded: str) -> dict[str, list[str]]:
        """The meanings of a folded word, as they are written, each with its folded words."""
        meanings = cls.objects.filter(word=folded).values_list("meaning", flat=True)
        return {
            meaning: [word for word in fold(meaning).split() if word not in EMPTY] for meaning in meanings
        }
