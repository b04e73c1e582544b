"""A text named inside a sentence: « l’avenant n° 43 », « à l’annexe n° 1 », « du protocole ».

The article agrees with the noun that the name begins with, and is contracted after « à » and « de ». A name that
begins with no noun of texts is quoted.
"""

from agreements.law.sentence_words import FEMININE
from agreements.law.vocabulary import AgreementKind, RelationKind
from portal.french.analyser import fold
from portal.french.writing import lower_first

#: Nouns that name a text or a part of one, by their folded form: as they are written, and whether feminine.
NOUNS = {fold(noun): (noun, kind in FEMININE) for kind in AgreementKind for noun in [kind.label.split(" ")[0]]} | {
    "chapitre": ("chapitre", False), "titre": ("titre", False), "reglement": ("règlement", False),
    "texte": ("texte", False), "article": ("article", False), "loi": ("loi", True),
    "lettre": ("lettre", True), "partie": ("partie", True), "circulaire": ("circulaire", True),
}  # fmt: skip
#: By the preposition before: masculine, feminine, before a vowel, several.
ARTICLES = {
    "": ("le ", "la ", "l’", "les "),
    "à": ("au ", "à la ", "à l’", "aux "),
    "de": ("du ", "de la ", "de l’", "des "),
}
VOWELS = "aeiou"


def introduced(name: str, after: str = "") -> tuple[str, str]:
    """What stands before a name in a sentence, and the name as it stands there.

    >>> introduced("Annexe n° 1", "de"), introduced("protocole n° 155"), introduced("Unacss", "à")
    (('de l’', 'annexe n° 1'), ('le ', 'protocole n° 155'), ('à ', '« Unacss »'))
    """
    name = name.replace("...", "…").rstrip(" .")
    first, *rest = name.split(" ", 1)
    noun = fold(first)
    several = noun not in NOUNS and noun.removesuffix("s") in NOUNS
    if not several and noun not in NOUNS:
        return f"{after} ".lstrip(), f"« {name} »"
    masculine, feminine, elided, plural = ARTICLES[after]
    if several:
        return plural, lower_first(name)
    spelled, is_feminine = NOUNS[noun]
    article = elided if noun[0] in VOWELS else feminine if is_feminine else masculine
    return article, " ".join((spelled, *rest))


def named(name: str, after: str = "") -> str:
    """« l’avenant n° 43 », « de l’annexe n° 1 »."""
    return "".join(introduced(name, after))


def tied(kind: RelationKind, name: str) -> tuple[str, str]:
    """What one text does to another: « est un avenant à l’ », « avenant n° 43 »."""
    verb, _, last = kind.label.rpartition(" ")
    if last in ARTICLES:
        article, spoken = introduced(name, last)
        return f"{verb} {article}", spoken
    article, spoken = introduced(name)
    return f"{kind.label} {article}", spoken
