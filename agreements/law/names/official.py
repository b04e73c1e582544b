"""The states that the official base gives to texts (KALI), in words; and prose that holds their codes."""

import re

from portal.french.prose import in_french
from portal.french.words import Word


class OfficialState(Word):
    """What KALI says of a text. It is the base's own word: no agrément nor effect is proved by it."""

    VIGUEUR = "VIGUEUR", "en vigueur"
    VIGUEUR_ETEN = "VIGUEUR_ETEN", "en vigueur, étendu"
    VIGUEUR_NON_ETEN = "VIGUEUR_NON_ETEN", "en vigueur, non étendu"
    VIGUEUR_DIFF = "VIGUEUR_DIFF", "en vigueur plus tard"
    ABROGE = "ABROGE", "abrogé"
    ABROGE_DIFF = "ABROGE_DIFF", "abrogé plus tard"
    MODIFIE = "MODIFIE", "modifié"
    REMPLACE = "REMPLACE", "remplacé"
    DENONCE = "DENONCE", "dénoncé"
    PERIME = "PERIME", "périmé"
    ANNULE = "ANNULE", "annulé"
    TRANSFERE = "TRANSFERE", "transféré"


CODE = re.compile(r"\b(?:VIGUEUR(?:_[A-Z]+)*|[A-Z]+_DIFF)\b")


def in_prose(text: str) -> str:
    """A sentence that an editor or an importer wrote, as pages give it: no code, no date of machines.

    >>> in_prose("état KALI VIGUEUR_NON_ETEN au 2020-10-27")
    'état KALI « en vigueur, non étendu » au 27 octobre 2020'
    """
    return in_french(CODE.sub(lambda code: f"« {OfficialState.label_of(code[0])} »", text))
