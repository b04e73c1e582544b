"""What readers type, and what must come first in the whole official corpus: the page of a reference, or a first text.

Where several texts answer as well, any of them will do.
"""

from collections.abc import Collection
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from agreements.compiled.articles import ArticleText
from agreements.finding.filters import SituationFilter
from agreements.finding.index import Index, index_of
from agreements.finding.ranked import Ranked
from agreements.models import Agreement, Convention, Organisation
from portal.edition import store
from portal.edition.reader import reading
from tests.benchmarks import dated_queries
from tests.benchmarks.named_queries import NAMED
from tests.benchmarks.unseen_queries import UNSEEN

AVENANT_357 = "ccn-66-avenant-357"
SANTE = ("idcc-2941-avenant-73-2025", "idcc-2941-avenant-64-2024", "ccn-66-accord-2019-10-02-sante")
FORMATION = ("idcc-2941-avenant-34-2017", "idcc-2941-avenant-63-2024", "bass-accord-2020-09-09-formation")
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
    "mutuelle": SANTE,
    "complémentaire santé": SANTE,
    # Typing errors
    "prevoyence": ("ccn-66-avenant-362", "ccn-66-avenant-357"),
    "formation professionelle": FORMATION,
    "assistents familiaux": "ccn-66-avenant-351",
    "surveilants de nuit": ("ccn-66-avenant-284", "ccn-66-avenant-295"),
}  # fmt: skip
#: Words that articles alone have: an edition without articles answers nothing, and says which word no text has.
IN_ARTICLES: dict[str, str | tuple[str, ...]] = {
    "élèves en chambre de veille": ("ccn-51-avenant-2014-01", "ccn-66-annexe-1"),
    "« chambre de veille »": ("ccn-51-avenant-2014-01", "ccn-66-annexe-10"),
    "anomalie des rythmes de travail": ("ccn-66-avenant-361", "ccn-66-avenant-341"),
    "sujétion spéciale 8,21": ("ccn-66-avenant-354", "ccn-66-avenant-348"),
    "grille indiciaire psychologue": "ccn-51-avenant-2014-01",
    "lits halte soins santé": "ccn-51-avenant-2020-01",
    "horaires atypiques": "idcc-2941-avenant-13-2013",
    "indemnité de licenciement cadres": ("idcc-2941-avenant-49-2021", "ccn-51-avenant-2020-01"),
}  # fmt: skip
WRITTEN = FIRST | IN_ARTICLES | NAMED | UNSEEN


def check(write) -> int:
    """Ask the current edition every query; write those that another text answers first, and how many are right."""
    edition = store.current()
    with reading(edition):
        index, day = index_of(edition), edition.moment.date()
        wrong, dated = misses(index, day), len(dated_queries.asked())
        lost = dated_queries.misses(index, day)
    for query, found in wrong.items():
        write(f"« {query} » donne {found or 'rien'}, et non {WRITTEN[query]}")
    for slug, query in lost:
        write(f"« {query} » ne montre pas {slug}")
    write(f"{len(WRITTEN) - len(wrong)} recherches justes sur {len(WRITTEN)}")
    write(f"{dated - len(lost)} dates sur {dated} montrent leur texte")
    return len(wrong) + len(lost)


def misses(index: Index, day: date) -> dict[str, str]:
    """The queries that another text answers first, with that text, in the edition that is read."""
    found = {query: first(asked(query, index, day)) for query in WRITTEN}
    held = {*Agreement.objects.values_list("slug", flat=True)}
    held |= {*Convention.objects.values_list("slug", flat=True)}
    held |= {*Organisation.objects.values_list("slug", flat=True)}
    told = ArticleText.objects.exists()
    return {query: slug for query, slug in found.items() if slug not in expected(query, held, told)}


def expected(query: str, held: set[str], told: bool) -> Collection[str]:
    """What answers a query: nothing, where the edition does not hold it, or not the articles that have the words."""
    slugs = WRITTEN[query] if isinstance(WRITTEN[query], tuple) else (WRITTEN[query],)
    found = {*slugs} & held if told or query not in IN_ARTICLES else set()
    return found or {""}


def asked(query: str, index: Index, day: date) -> SituationFilter:
    filterset = SituationFilter(QueryDict(urlencode({"q": query})), Ranked.known(index, day))
    if filterset.refusals:
        raise ValueError(filterset.refusals)
    return filterset


def first(filterset: SituationFilter) -> str:
    """The page that a query names, else the first text; nothing where what it names is told not to be held."""
    if filterset.reference:
        return filterset.reference.slug
    named = filterset.answer.named
    best = [] if named.notes and not named.all_texts else filterset.qs[0:1]
    return Agreement.objects.get(pk=best[0]).slug if best else ""
