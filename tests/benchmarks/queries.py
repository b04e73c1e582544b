"""What readers type, and what must come first in the whole official corpus: the page of a reference, or a first text.

Where several texts answer as well, any of them will do.
"""

from urllib.parse import urlencode

from django.http import QueryDict

from agreements.finding.filters import SituationFilter
from agreements.finding.index import index_of
from agreements.finding.ranked import Ranked
from agreements.models import Agreement
from portal.edition import store
from portal.edition.reader import reading

AVENANT_357 = "ccn-66-avenant-357"
FIRST: dict[str, str | tuple[str, ...]] = {
    # References, in the spellings of readers
    "avenant 357": AVENANT_357,
    "Avenant n° 357": AVENANT_357,
    "n°357 ccn66": AVENANT_357,
    "357": AVENANT_357,
    "av. 357": AVENANT_357,
    "AVENANT N°357": AVENANT_357,
    "avenant 357 ccn 66": AVENANT_357,
    "avenant no 357": AVENANT_357,
    "l’avenant n° 357 de la CCN 66": AVENANT_357,
    "KALITEXT000043458031": AVENANT_357,
    "protocole 163 chrs": "chrs-protocole-163",
    "accord 2019-02": "bass-accord-2019-02",
    "IDCC 413": "ccn-66",
    "0413": "ccn-66",
    "66": "ccn-66",
    "KALICONT000005635407": "ccn-66",
    "IDCC 29": "ccn-51",
    "nexem": "nexem",
    # Objects of titles: accents, plurals, elisions
    "fonds de solidarité": "ccn-66-avenant-356",
    "fonds solidarite prevoyance": "ccn-66-avenant-356",
    "assistants familiaux": "ccn-66-avenant-351",
    "assistant familial": "ccn-66-avenant-351",
    "indemnités kilométriques": ("idcc-2941-avenant-50-2022", "ccn-66-avenant-287"),
    "indemnites kilometriques": ("idcc-2941-avenant-50-2022", "ccn-66-avenant-287"),
    "l’indemnité kilométrique": ("idcc-2941-avenant-50-2022", "ccn-66-avenant-287"),
    "convention collective unique étendue": "bass-accord-2024-06-04-ccue",
    "travail à temps partiel": "bass-accord-2013-11-22-temps-partiel",
    "éducateurs de jeunes enfants": "ccn-66-avenant-333",
    "surveillants de nuit qualifiés": "ccn-66-avenant-284",
    "maîtresses de maison": "ccn-66-avenant-285",
    "centres éducatifs fermés": "ccn-66-avenant-295",
    "contrats de solidarité 1982": "ccn-66-protocole-1982-04-08-contrats-de-solidarite",
    "préretraite": "ccn-66-protocole-1985-02-25-preretraite",
    "compatibilité diplômes européens": "ccn-66-avenant-278",
    "temps partiel thérapeutique": "idcc-5502-avenant-2-2006",
    "risques psychosociaux": ("idcc-2941-avenant-13-2013", "idcc-5502-accord-cadre-2010-07-12-risques-psychosociaux"),
    "aménagement et réduction du temps de travail": "bass-accord-1999-04-01-rtt",
    "compte épargne temps": "bass-accord-1999-04-01-rtt-avenant-2006-07-12",
    "médecins spécialistes revalorisation": "ccn-79-avenant-11",
    "dialogue social": "bass-accord-2019-02",
    # Acronyms and everyday names
    "Ségur": "bass-accord-2024-06-04-segur-pour-tous",
    "segur": "bass-accord-2024-06-04-segur-pour-tous",
    "Pro-A": ("idcc-2941-avenant-58-2023", "bass-accord-2020-12-07-pro-a"),
    "reconversion ou promotion par alternance": ("idcc-2941-avenant-58-2023", "bass-accord-2020-12-07-pro-a"),
    "CPPNI": ("bass-accord-2019-02-avenant-2024-01-19", "bass-accord-2019-02"),
    "OETH": "bass-accord-2022-12-07-oeth",
    "travailleurs handicapés": "bass-accord-2022-12-07-oeth",
    "mutuelle": ("idcc-2941-avenant-64-2024", "ccn-66-accord-2019-10-02-sante"),
    "complémentaire santé": ("idcc-2941-avenant-64-2024", "ccn-66-accord-2019-10-02-sante"),
    # Typing errors
    "prevoyence": ("ccn-66-avenant-362", "ccn-66-avenant-357"),
    "formation professionelle": ("idcc-2941-avenant-63-2024", "bass-accord-2020-09-09-formation"),
    "assistents familiaux": "ccn-66-avenant-351",
    "surveilants de nuit": ("ccn-66-avenant-284", "ccn-66-avenant-295"),
    # Words of the articles, that no title has
    "élèves en chambre de veille": ("ccn-51-avenant-2014-01", "ccn-66-annexe-1"),
    "« chambre de veille »": ("ccn-51-avenant-2014-01", "ccn-66-annexe-10"),
    "anomalie des rythmes de travail": ("ccn-66-avenant-361", "ccn-66-avenant-341"),
    "sujétion spéciale 8,21": ("ccn-66-avenant-354", "ccn-66-avenant-348"),
    "grille indiciaire psychologue": "ccn-51-avenant-2014-01",
    "lits halte soins santé": "ccn-51-avenant-2020-01",
    "indemnité de licenciement cadres": ("idcc-2941-avenant-49-2021", "ccn-51-avenant-2020-01"),
}  # fmt: skip


def check(write) -> int:
    """Ask the current edition every query; write those that another text answers first, and how many are right."""
    edition = store.current()
    with reading(edition):
        index, wrong = index_of(edition), 0
        for query, expected in FIRST.items():
            found = first(query, index, edition.moment.date())
            if found not in (expected if isinstance(expected, tuple) else (expected,)):
                wrong += 1
                write(f"« {query} » donne {found or 'rien'}, et non {expected}")
    write(f"{len(FIRST) - wrong} recherches justes sur {len(FIRST)}")
    return wrong


def first(query: str, index, day) -> str:
    asked = SituationFilter(QueryDict(urlencode({"q": query})), Ranked.known(index, day))
    if not asked.refusals and asked.reference:
        return asked.reference.slug
    best = asked.qs[0:1]
    return Agreement.objects.get(pk=best[0]).slug if best else ""
