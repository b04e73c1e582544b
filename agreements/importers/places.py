"""The places that open the titles of local texts: regions of yesterday and today, départements, employment areas."""

import re

from portal.french.analyser import fold

REGIONS = """
Alsace · Aquitaine · Auvergne · Auvergne-Rhône-Alpes · Basse-Normandie · Bourgogne · Bourgogne-Franche-Comté ·
Bretagne · Centre · Centre-Val de Loire · Champagne-Ardenne · Corse · Franche-Comté · Grand Est · Guadeloupe ·
Guyane · Haute-Normandie · Hauts-de-France · Île-de-France · Languedoc-Roussillon · Limousin · Lorraine ·
Martinique · Mayotte · Midi-Pyrénées · Nord - Pas-de-Calais · Normandie · Nouvelle-Aquitaine · Occitanie · PACA ·
Pays de la Loire · Picardie · Poitou-Charentes · Poitou-Charente · Provence-Alpes-Côte d'Azur ·
Provence-Alpes-Côtes d'Azur · Provence-Aples-Côte d'Azur · Provence · La Réunion · Réunion · Rhône-Alpes ·
Région parisienne · Méditerranée Ouest · National
"""
DEPARTEMENTS = """
Ain · Aisne · Allier · Alpes-de-Haute-Provence · Alpes-Maritimes · Ardèche · Ardennes · Ariège · Aube · Aude ·
Aveyron · Bas-Rhin · Belfort · Bouches-du-Rhône · Calvados · Cantal · Charente · Charente-Maritime · Cher ·
Corrèze · Corse-du-Sud · Côte-d'Or · Côtes-d'Armor · Creuse · Deux-Sèvres · Dordogne · Doubs · Drôme · Essonne ·
Eure · Eure-et-Loir · Finistère · Gard · Gers · Gironde · Haut-Rhin · Haute-Corse · Haute-Garonne · Haute-Loire ·
Haute-Marne · Haute-Saône · Haute-Savoie · Haute-Vienne · Hautes-Alpes · Hautes-Pyrénées · Hauts-de-Seine ·
Hérault · Ille-et-Vilaine · Indre · Indre-et-Loire · Isère · Jura · Landes · Loir-et-Cher · Loire ·
Loire-Atlantique · Loiret · Lot · Lot-et-Garonne · Lozère · Maine-et-Loire · Manche · Marne · Mayenne ·
Meurthe-et-Moselle · Meuse · Morbihan · Moselle · Nièvre · Nord · Oise · Orne · Paris · Pas-de-Calais ·
Puy-de-Dôme · Pyrénées-Atlantiques · Pyrénées-Orientales · Rhône · Saône-et-Loire · Sarthe · Savoie ·
Seine-et-Marne · Seine-Maritime · Seine-Saint-Denis · Seine · Seine-et-Oise · Somme · Tarn · Tarn-et-Garonne ·
Territoire de Belfort · Val-d'Oise · Val-de-Marne · Var · Vaucluse · Vendée · Vienne · Vosges · Yonne · Yvelines
"""
AREAS = """
Avesnes · Belfort-Montbéliard · Cambrésis · Clermont-Ferrand · Dieppe · Douaisis · Dunkerquoise · Flandre Maritime ·
Flandres · Havre · Le Havre · Maubeuge · Montbéliard · Rouen · Seignanx · Thiers · Valenciennois · Vimeu ·
Yssingeaux · arrondissement d'Yssingeaux
"""
KNOWN = {fold(name) for names in (REGIONS, DEPARTEMENTS, AREAS) for name in names.split("·") if name.strip()}
#: What may follow a place without being one: « (Région de) », « hors Seine-et-Marne », « (artisans) ».
_BESIDE = re.compile(r"\((?:région|région de|arrondissement du|paca|artisans)\)", re.IGNORECASE)
_EX_IDCC = re.compile(r"\(ex-(?:idcc )?(\d+)\)", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*,\s*|\s+-\s+|\s+et\s+|\s+hors\s+")


def read_place(text: str) -> tuple[str, int | None] | None:
    """The place that a text names, and nothing but it, with the IDCC that was its own.

    >>> read_place("Vosges (ex-IDCC 2003)"), read_place("Objectifs de formation")
    (('Vosges', 2003), None)
    """
    former = _EX_IDCC.search(text)
    name = _EX_IDCC.sub("", text).replace("―", "-").replace("–", "-").strip(" -.:\u00a0")
    if not name or (not former and not is_place(_BESIDE.sub("", name))):
        return None
    return " ".join(name.split()), int(former[1]) if former else None


def is_place(name: str) -> bool:
    """One known place, or several of them and nothing else."""
    parts = _SEPARATORS.split(name.strip())
    return fold(name) in KNOWN or all(fold(part) in KNOWN or is_pair(part) for part in parts)


def is_pair(name: str) -> bool:
    """« Drôme-Ardèche »: two places joined by a hyphen, as the names of places are themselves."""
    words = name.split("-")
    cuts = range(1, len(words))
    return any(fold(" ".join(words[:cut])) in KNOWN and fold(" ".join(words[cut:])) in KNOWN for cut in cuts)
