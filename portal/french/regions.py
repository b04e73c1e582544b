"""The region of a local text, as regions are today (loi n° 2015-29 du 16 janvier 2015).

A text names its territory as it was called then: a region since merged, a département, or several of them. Where
no part of it is known, its region is said to be another: nothing is guessed.
"""

import re
from functools import cache

from portal.french.analyser import fold

OTHER = "autre"
#: By its identifier: its name, then what it is made of, as texts write it.
REGIONS = {
    "auvergne-rhone-alpes": (
        "Auvergne-Rhône-Alpes",
        "Auvergne · Rhône-Alpes · Ain · Allier · Ardèche · Cantal · Drôme · Isère · Loire · Haute-Loire ·"
        " Puy-de-Dôme · Rhône · Savoie · Haute-Savoie · Thiers · Clermont-Ferrand · arrondissement d'Yssingeaux",
    ),
    "bourgogne-franche-comte": (
        "Bourgogne-Franche-Comté",
        "Bourgogne · Franche-Comté · Côte-d'Or · Doubs · Jura · Nièvre · Haute-Saône · Saône-et-Loire · Yonne ·"
        " Territoire de Belfort · Belfort · Belfort-Montbéliard · Montbéliard",
    ),
    "bretagne": ("Bretagne", "Côtes-d'Armor · Finistère · Ille-et-Vilaine · Morbihan"),
    "centre-val-de-loire": (
        "Centre-Val de Loire",
        "Centre · Cher · Eure-et-Loir · Indre · Indre-et-Loire · Loir-et-Cher · Loiret",
    ),
    "corse": ("Corse", "Corse-du-Sud · Haute-Corse"),
    "grand-est": (
        "Grand Est",
        "Alsace · Champagne-Ardenne · Lorraine · Ardennes · Aube · Marne · Haute-Marne · Meurthe-et-Moselle ·"
        " Meuse · Moselle · Bas-Rhin · Haut-Rhin · Vosges",
    ),
    "guadeloupe": ("Guadeloupe", ""),
    "guyane": ("Guyane", ""),
    "hauts-de-france": (
        "Hauts-de-France",
        "Nord - Pas-de-Calais · Picardie · Aisne · Nord · Oise · Pas-de-Calais · Somme · Avesnes · Cambrésis ·"
        " Douaisis · Dunkerquoise · Flandre Maritime · Flandres · Maubeuge · Valenciennois · Vimeu",
    ),
    "ile-de-france": (
        "Île-de-France",
        "Région parisienne · Paris · Seine-et-Marne · Yvelines · Essonne · Hauts-de-Seine · Seine-Saint-Denis ·"
        " Val-de-Marne · Val-d'Oise · Seine · Seine-et-Oise",
    ),
    "la-reunion": ("La Réunion", "Réunion"),
    "martinique": ("Martinique", ""),
    "mayotte": ("Mayotte", ""),
    "normandie": (
        "Normandie",
        "Basse-Normandie · Haute-Normandie · Calvados · Eure · Manche · Orne · Seine-Maritime · Rouen · Dieppe ·"
        " Le Havre · Havre",
    ),
    "nouvelle-aquitaine": (
        "Nouvelle-Aquitaine",
        "Aquitaine · Limousin · Poitou-Charentes · Poitou-Charente · Charente · Charente-Maritime · Corrèze ·"
        " Creuse · Dordogne · Gironde · Landes · Lot-et-Garonne · Pyrénées-Atlantiques · Deux-Sèvres · Vienne ·"
        " Haute-Vienne · Seignanx",
    ),
    "occitanie": (
        "Occitanie",
        "Languedoc-Roussillon · Midi-Pyrénées · Ariège · Aude · Aveyron · Gard · Gers · Haute-Garonne ·"
        " Hautes-Pyrénées · Hérault · Lot · Lozère · Pyrénées-Orientales · Tarn · Tarn-et-Garonne",
    ),
    "pays-de-la-loire": (
        "Pays de la Loire",
        "Loire-Atlantique · Maine-et-Loire · Mayenne · Sarthe · Vendée",
    ),
    "provence-alpes-cote-d-azur": (
        "Provence-Alpes-Côte d’Azur",
        "PACA · Provence · Provence-Alpes-Côtes d'Azur · Provence-Aples-Côte d'Azur · Alpes-de-Haute-Provence ·"
        " Alpes-Maritimes · Bouches-du-Rhône · Hautes-Alpes · Var · Vaucluse",
    ),
}  # fmt: skip
LABELS = {slug: name for slug, (name, _) in REGIONS.items()} | {OTHER: "autre territoire"}
NATIONAL = "national"
#: What a place is without: « Haute-Loire hors Yssingeaux », « (Région de) », « (PACA) ».
_WITHOUT = re.compile(r"\s+hors\s.*|\([^)]*\)")
_SEPARATORS = re.compile(r"\s*,\s*|\s+et\s+|\s+-\s+")


@cache
def named() -> dict[str, str]:
    """The region of each place whose name is known."""
    return {
        fold(name): slug
        for slug, (region, parts) in REGIONS.items()
        for name in (region, *parts.split("·"))
        if name.strip()
    }


def regions_of(place: str) -> list[str]:
    """The regions of a territory; none for a national text.

    >>> regions_of("Haute-Vienne et Creuse"), regions_of("Isère et Hautes-Alpes"), regions_of("")
    (['nouvelle-aquitaine'], ['auvergne-rhone-alpes', 'provence-alpes-cote-d-azur'], [])
    """
    parts = of_parts(place)
    return sorted({region for region in parts if region}) or [OTHER] * bool(parts)


def whole_regions_of(place: str) -> list[str]:
    """The regions of a territory that is known in each of its parts; none otherwise.

    >>> whole_regions_of("Isère et Guyane"), whole_regions_of("Guyane et Atlantide")
    (['auvergne-rhone-alpes', 'guyane'], [])
    """
    parts = of_parts(place)
    return sorted({region for region in parts if region}) if all(parts) else []


def of_parts(place: str) -> list[str | None]:
    """The region of each part of a territory, where it is known; nothing for a national text."""
    plain = _WITHOUT.sub("", place).strip()
    if not plain or fold(plain) == NATIONAL:
        return []
    whole = named().get(fold(plain))
    if whole:
        return [whole]
    return [named().get(fold(part)) or of_pair(part) for part in _SEPARATORS.split(plain)]


def of_pair(part: str) -> str | None:
    """« Drôme-Ardèche »: two places of one region, joined by a hyphen as the names of places are themselves."""
    words = part.split("-")
    for cut in range(1, len(words)):
        one, other = (named().get(fold(" ".join(half))) for half in (words[:cut], words[cut:]))
        if one and one == other:
            return one
    return None
