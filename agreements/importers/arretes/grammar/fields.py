"""The headings of the acts: which convention or branch they name, and which speak of one association only."""

import re

from agreements.importers.arretes.facts import Field, Scope

#: What tells each field, by its IDCC or by the identifier of a branch without one. Those that are told by a date are
#: so in every act; acronyms of federations only stand where a federation has one convention alone.
MARKS = {
    "1001": r"médecins spécialistes|1er mars 1979|\bCC(?:N|NT)?\s?(?:19)?79\b",
    "413": r"15 mars 1966|\bCC(?:N|NT)?\s?(?:19)?66\b|\bconvention (?:collective )?(?:nationale )?de 1966\b"
    r"|(?<!dans les )(?<!dans des )établissements et services pour personnes inadaptées et handicapées",
    "783": r"\baccords?\b.{0,80}\bCHRS\b|centres d'hébergement et de réadaptation sociale|\bSOP\b",
    "29": r"31 octobre 1951|\bCC(?:N|NT)?\s?(?:19)?51\b|\bFEHAP\b"
    r"|établissements hospitaliers (?:et )?d'assistance privés",
    "405": r"26 août 1965|\bCC(?:N|NT)?\s?(?:19)?65\b|\bUNISSS\b"
    r"|union intersyndicale des secteurs sanitaires et sociaux",
    "5502": r"croix[- ]rouge française",
    "2046": r"centres de lutte contre le cancer|\bUNICANCER\b|\bFNCLCC\b",
    "2941": r"21 mai 2010|\bBAD\b|aide, de l'accompagnement, des soins et des services à domicile",
    "aide-a-domicile": r"(?:branche|secteur) (?:professionnelle )?(?:de l')?aide à domicile|\bUNASSAD\b|\bUNADMR\b"
    r"|11 mai 1983|6 mai 1970|2 mars 1970|union nationale des associations de soins et services à domicile",
    "unacss": r"\bUNACSS\b",
    "bass": r"\bUNIFED\b|\bAXESS\b|\bBASS(?:MS)?\b"
    r"|(?:branche|secteur)s?(?: professionnelle?| d'activités?)?(?: associati(?:f|ve))? sanitaires?,? (?:et )?social",
}
_MARKS = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in MARKS.items()}
_IDCC = re.compile(r"\(n°\s*0*(\d{2,4})\)|\bIDCC\s*:?\s*(?:n°\s*)?0*(\d{1,4})\b", re.IGNORECASE)
#: The words that a heading of a convention, of a branch, of a national federation begins with.
_OF_BRANCH = re.compile(
    r"conventions?\b(?! d'entreprise)"
    r"|accords?\s+(?:collectifs?|de branche|de la branche|CHRS|nationa|d[eu]s? (?:travail|CHRS))"
    r"|branche\b|secteur\b|commission (?:paritaire|CCN)|CC(?:N|NT)?\s?\d\d\b|CHRS\b|BAD\b|BASS"
    r"|fédération (?:nationale|des établissements hospitaliers|des syndicats nationaux)|fédération hospitalière"
    r"|syndicat (?:général|national|des employeurs)|union (?:nationale|intersyndicale)|croix[- ]rouge française"
    r"|NEXEM|AXESS|SYNEAS|FEGAPEI|SNASEA|SNAPEI|UNIFED|FEHAP|UNISSS|SOP\b|UNICANCER|FNCLCC|UNASSAD|UNADMR|UNACSS",
    re.IGNORECASE,
)
_FEDERATION = re.compile(
    r"fédération|syndicat|union\b|NEXEM|AXESS|SYNEAS|FEGAPEI|SNASEA|SNAPEI|SOP\b", re.IGNORECASE
)
_PLACE = re.compile(r"\b\d{5}\b|\(\s*\d{2,3}\s*[-–]\s*[^()]+\)|\([^()]+[-–]\s*\d{2,3}\s*\)")
_OF_ONE = re.compile(
    r"associations?\b|fondation|maisons?\b|foyers?\b|établissements? |etablissements? |cliniques?\b|centres?\b"
    r"|mutualité|société|UDAF\b|A[DP]APEI|hôpital|maternité|institut|comité|résidence|sauvegarde|groupe\b|œuvre|oeuvre|village",
    re.IGNORECASE,
)
GROUPS = [
    (
        Scope.BRANCHE,
        re.compile(
            r"(?:accords? (?:collectifs? )?de branches?|conventions? collectives? nationales?|branches?)"
            r"(?: et (?:accords? de branches?|conventions? collectives?(?: nationales?)?))?"
            r"(?: (?:agréé|visé)e?s?.*)?\s*:?$",
            re.IGNORECASE,
        ),
    ),
    (
        Scope.ASSOCIATION,
        re.compile(
            r"(?:accords? (?:collectifs? )?d'(?:entreprises?|établissements?)|décisions unilatérales|associations?)"
            r"(?:,? (?:et |accords? d')?(?:décisions? unilatérales?|établissements?|accords? d'entreprises?))*"
            r"(?: (?:agréé|visé)e?s?.*)?\s*:?$",
            re.IGNORECASE,
        ),
    ),
]


def keys_in(words: str) -> frozenset[str]:
    """The fields that words name: by their IDCC where they give it, else by what tells them.

    >>> sorted(keys_in("SYNEAS – FEGAPEI – CC66")), sorted(keys_in("Convention des métiers (IDCC n° 0413)"))
    (['413'], ['413'])
    """
    told = {one or other for one, other in _IDCC.findall(words)}
    return frozenset(told or {key for key, mark in _MARKS.items() if mark.search(words)})


def group_of(words: str) -> Scope | None:
    """The scope that the title of a part gives to its blocks: « Accords d'entreprise et décisions unilatérales »."""
    return next((scope for scope, pattern in GROUPS if pattern.match(words)), None)


def field_of(words: str, group: Scope | None = None) -> Field:
    """What a heading names; without keys where the convention is not told from others."""
    words = words.strip(" -–—:,")
    if group is Scope.ASSOCIATION:
        return Field(words, Scope.ASSOCIATION)
    if _OF_BRANCH.match(words):
        keys = keys_in(words)
        if keys or group or not _PLACE.search(words):
            return Field(words, Scope.BRANCHE, keys)
    if group:
        return Field(words, group, keys_in(words))
    if _PLACE.search(words) or _OF_ONE.match(words):
        return Field(words, Scope.ASSOCIATION)
    return Field(words)


def is_federation(field: Field) -> bool:
    """Whether the heading names who signs, who may have several conventions."""
    return bool(_FEDERATION.match(field.words))
