"""What a password of the admin is not: one word of the trade, with a year behind it."""

import re

from django.core.exceptions import ValidationError

from portal.french.analyser import fold

#: What comes to mind first, here: what one is, what one handles, who one works for.
WORDS = {
    "accord", "accords", "administrateur", "administration", "agrement", "arrete", "association", "avenant", "bass",
    "branche", "ccn", "cfdt", "cgt", "chrs", "convention", "editeur", "editrice", "edition", "extension", "federation",
    "fehap", "lecteur", "lecture", "motdepasse", "nexem", "password", "portail", "protocole", "publication",
    "redacteur", "secteur", "social", "syndicat",
}  # fmt: skip


class NotOneWord:
    """At least two words of which one is not of the trade: digits and signs do not make a word another."""

    def validate(self, password, user=None):
        words = [word for word in re.split(r"[^a-z]+", fold(password)) if word]
        told = {word for word in words if len(word) > 2 and word not in WORDS}
        if not told:
            raise ValidationError(self.get_help_text(), code="one-word")

    def get_help_text(self):
        return (
            "Un mot du métier, même suivi d’une année, ne fait pas un mot de passe : prenez plusieurs mots."
        )
