"""Queries that were written before they were asked, and that nothing is tuned upon: a third of all.

As in `queries`: the page that each names, or any of the texts that may come first; nothing where nothing answers.
What they find wrong is told, and mended only where it stands for a kind.
"""

BAD_SANTE = tuple(
    f"idcc-2941-avenant-{number}"
    for number in ("73-2025", "69-2025", "64-2024", "60-2023", "40-2019", "30-2016", "16-2014")
)
POINT_66 = (
    "ccn-66-recommandation-2022-11-23-valeur-du-point",
    "ccn-66-recommandation-2019-valeur-du-point",
    "ccn-66-decision-2017-01-valeur-du-point",
)
MINIMUM_51 = (
    "ccn-51-decision-2019-02-08-salaire-minimum",
    "ccn-51-decision-2018-03-26-salaire-minimum",
    "ccn-51-avenant-2017-01-19-salaire-minimum",
    "ccn-51-avenant-2015-02",
)
DENOUNCED_51 = (
    "ccn-51-recommandation-2012-09-04",
    "ccn-51-denonciation-2014-09-24",
    "ccn-51-denonciation-2011-08-31",
    "ccn-51-avenant-2012-02",
    "ccn-51-avenant-2012-04",
)
UNSEEN: dict[str, str | tuple[str, ...]] = {
    # References
    "avenant 339": "ccn-66-avenant-339",
    "avenant n° 328 CCN 66": "ccn-66-avenant-328",
    "l'avenant 351 assistants familiaux": "ccn-66-avenant-351",
    "avt 345": "ccn-66-avenant-345",
    "CCN 66 n° 346": "ccn-66-avenant-346",
    "avenants 341 342 343": ("ccn-66-avenant-341", "ccn-66-avenant-342", "ccn-66-avenant-343"),
    "protocole n°163": "chrs-protocole-163",
    "protocole 147 chrs": "chrs-protocole-147",
    "av 70-2025": "idcc-2941-avenant-70-2025",
    "avenant 66/2024": "idcc-2941-avenant-66-2024",
    "avenant 24-2016 bad": "idcc-2941-avenant-24-2016",
    "avenant 36/2017 frais de déplacement": "idcc-2941-avenant-36-2017",
    "avenant 2015-01 FEHAP": "ccn-51-avenant-2015-01",
    "avenant n°2014-01 de la CCN51": "ccn-51-avenant-2014-01",
    "avenant 2002-02 rénovation": "ccn-51-avenant-2002-02",
    "accord 2011-05 unifaf": "bass-accord-2011-05",
    "accord 2005-03 champ d'application": "bass-accord-2005-03",
    "avenant 3 accord 2005-03": "bass-accord-2005-03-avenant-3",
    "avenant 5-2007 croix rouge": "idcc-5502-avenant-5-2007",
    "avenant 01-2005 CCN 65": "idcc-0405-avenant-01-2005",
    "avenant 309 bis": "ccn-66-avenant-309-bis",
    "CCN66 avenant 360 titre IV": "ccn-66-avenant-360",
    "avenant 43-2020 classification": "idcc-2941-avenant-43-2020",
    "413 avenant 330": "ccn-66-avenant-330",
    "IDCC 2941 avenant 12-2013": "idcc-2941-avenant-12-2013",
    # Conventions and organisations
    "ccn 51": "ccn-51",
    "CCNT 66": "ccn-66",
    "idcc 405": "idcc-0405",
    "IDCC : 1001": "ccn-79",
    "Convention collective nationale de travail du 15 mars 1966": "ccn-66",
    "convention des médecins spécialistes": "ccn-79",
    "branche de l'aide à domicile": "idcc-2941",
    "convention de la Croix-Rouge française": "idcc-5502",
    "IDCC 9998": "",
    "Nexem": "nexem",
    "CGT": "cgt",
    "CFTC": "cftc",
    # Dates
    "12 mars 2020": "ccn-51-avenant-2020-01",
    "12/03/2020": "ccn-51-avenant-2020-01",
    "30 avril 2020": "idcc-2941-avenant-44-2020",
    "accord du 7 décembre 2022": "bass-accord-2022-12-07-oeth",
    "7/12/2022": "bass-accord-2022-12-07-oeth",
    "17 octobre 2025": "idcc-2941-avenant-73-2025",
    "2024-11-28": "idcc-2941-avenant-67-2024",
    "accord du 19 décembre 2019 OETH": "bass-accord-2019-12-19-oeth",
    "avenant du 20 juillet 2018": ("ccn-66-avenant-345", "ccn-66-avenant-346"),
    "octobre 2017 BAD": "idcc-2941-avenant-36-2017",
    "lettre du 31 août 2011": "ccn-51-denonciation-2011-08-31",
    "1er juin 2010": "ccn-66-avenant-321",
    "arrêté du 16 novembre 2018": "ccn-66-arrete-2018-11-16-fusion",
    # What is pasted
    "http://127.0.0.1:8000/accords/ccn-66-avenant-327/": "ccn-66-avenant-327",
    "https://www.legifrance.gouv.fr/conv_coll/id/KALICONT000005635407": "ccn-66",
    "ccn-51-avenant-2015-01": "ccn-51-avenant-2015-01",
    # Words beside what is named
    "prévoyance CHRS": (
        "ccn-66-accord-2025-10-prorogation-prevoyance",
        "chrs-protocole-163",
        "chrs-protocole-153",
        "chrs-protocole-151",
        "chrs-protocole-157",
    ),
    "complémentaire santé BAD": BAD_SANTE,
    "valeur du point ccn 66": POINT_66,
    "indemnités kilométriques CHRS": ("chrs-protocole-149", "chrs-protocole-141"),
    "salaire minimum ccn 51": MINIMUM_51,
    "vie chère Guadeloupe CCN 51": "ccn-51-accord-2006-05-30-vie-chere-guadeloupe",
    "congés familiaux CCN 66": ("ccn-66-avenant-330", "ccn-66-avenant-312"),
    "Croix-Rouge seniors": "idcc-5502-accord-2019-02-07-seniors",
    "OPCO CCN 51": "ccn-51-avenant-2018-11-07-opco",
    "Laforcade CCN 65": "idcc-0405-recommandation-2021-12-19-laforcade",
    "CPPNI BAD": "idcc-2941-avenant-33-2017",
    "dénonciation CCN 51": DENOUNCED_51,
    "fusion CHRS CCN 66": ("ccn-66-arrete-2021-08-05-fusion", "ccn-66-accord-2019-10-02-regroupement"),
    # Everyday words
    "convention collective unique": ("bass-negociation-ccue", "bass-accord-2024-06-04-ccue"),
    "éducateur de jeunes enfants": ("ccn-66-avenant-333", "ccn-66-avenant-329"),
    "planning définitif": "idcc-2941-avenant-67-2024",
    "risques psychosociaux": ("idcc-2941-avenant-13-2013", "idcc-5502-accord-cadre-2010-07-12-risques-psychosociaux"),
    "qualité de vie au travail": "bass-accord-2014-05-06-sante",
    "compte épargne temps": "bass-accord-1999-04-01-rtt-avenant-2006-07-12",
    "préretraite": "ccn-66-protocole-1985-02-25-preretraite",
    "temps partiel thérapeutique": "idcc-5502-avenant-2-2006",
    "assistantes maternelles": "idcc-5502-avenant-6-2006",
    "prime domicile": "ccn-51-avenant-2022-02",
    "chirurgiens dentistes": ("ccn-51-avenant-2021-05", "ccn-51-avenant-2021-01"),
    "reconversion par alternance": "bass-accord-2020-12-07-pro-a",
    "indemnité Ségur EHPAD": "ccn-66-recommandation-2020-segur",
    "licorne": "",
    # Typing errors
    "vie chère guyanne": (
        "ccn-66-avenant-2006-02-24-vie-chere-guyane",
        "ccn-66-accord-2005-12-22-vie-chere-guyane",
        "ccn-51-accord-2006-06-02-vie-chere-guyane",
    ),
    "temps partiel therapeutiqe": "idcc-5502-avenant-2-2006",
    "travailleurs handicappés": "bass-accord-2022-12-07-oeth",
    # Quantities
    "118 €": "ccn-51-avenant-2021-06-29-grand-age",
    "9,21 %": "chrs-protocole-162",
    "1503 euros": "ccn-51-decision-2018-03-26-salaire-minimum",
    "3,80 €": "ccn-66-recommandation-2019-valeur-du-point",
    "valeur du point 5,355": "idcc-2941-avenant-17-2014",
}  # fmt: skip
