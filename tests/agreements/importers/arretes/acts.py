"""Acts in the form of the real ones: their words are ours, and so are their numbers, objects and places."""

VISAS = """\
La ministre des solidarités,
Vu le code de l'action sociale et des familles, notamment ses articles L. 314-6 et R. 314-197 à
R. 314-200 ;
Vu les avis de la Commission nationale d'agrément, mentionnée à l'article R. 314-198, en date du
26 novembre 2010 ;
Vu les notifications en date des 6 et 10 décembre 2010,
Arrête :
"""
OPENING = """\
Sont agréés, sous réserve de l'application des dispositions législatives ou réglementaires en
vigueur, à compter de la date prévue dans le texte ou, à défaut, de la date de publication du présent
arrêté, les accords suivants :
"""
REFUSAL = "Ne sont pas agréés les accords suivants :\n"
END = """\
La directrice générale est chargée de l'exécution du présent arrêté, qui sera publié au Journal officiel.
Fait à Paris, le 20 décembre 2010.
Pour la ministre et par délégation :
La directrice générale,
A. Personne
"""
TITLE = """\
Arrêté du 20 décembre 2010 relatif à l’agrément de certains accords de travail applicables dans
les établissements du secteur social à but non lucratif
NOR : TEST1032361A
(Journal officiel du 29 décembre 2010)
"""


def agrement(agreed: str, refused: str = "", title: str = TITLE) -> str:
    """An arrêté d'agrément that agrees to these blocks, and refuses those."""
    articles = [OPENING + agreed] if agreed else []
    articles += [REFUSAL + refused] if refused else []
    told = [f"Article {number}\n{words}" for number, words in enumerate([*articles, END], 1)]
    return f"{title}\n{VISAS}\n" + "\n".join(told)


def extension(article: str, title: str = "portant extension d'un accord de la branche (n° 2941)") -> str:
    return f"""\
Arrêté du 4 février 2016 {title}
NOR : TEST1603456A
JORF n° 36 du 12 février 2016
La ministre du travail,
Vu les avis publiés au Journal officiel des 11 septembre et 15 octobre 2015 ;
Arrête :
Article 1
{article}
Article 2
Le directeur général est chargé de l'exécution du présent arrêté.
Fait le 4 février 2016.
A. Personne
"""
