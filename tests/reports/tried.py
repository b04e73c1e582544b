"""What was tried beside the reports of others, of the same kinds, by somebody who had not built what answers."""

from urllib.parse import quote_plus

from tests.reports.cases import AVENANT_357, CORRECTED, Report, text

AVENANT_362, AVENANT_354 = text("ccn-66-avenant-362"), text("ccn-66-avenant-354")


def typed(words: str, told: str, leads: str = "", **expected) -> Report:
    """What is searched."""
    return Report("", told, f"/accords/?q={quote_plus(words)}", leads, **expected)


def address(asked: str, told: str, leads: str = "", **expected) -> Report:
    return Report("", told, asked, leads, **expected)


TRIED = [
    typed("CCN66-362", "la convention et le numéro joints par un trait", AVENANT_362),
    typed("ccn66/362", "la convention et le numéro joints par une barre", AVENANT_362),
    typed("avenants 354/356", "deux numéros joints par une barre", says=("accords/ccn-66-avenant-356/",)),
    typed("avenants 354-357", "une suite de numéros", says=("accords/ccn-66-avenant-356/",)),
    typed("avenant 43/2020 BAD", "une barre au lieu d’un trait", text("idcc-2941-avenant-43-2020")),
    typed("avenants 354 & 357", "deux textes nommés : les comparer", says=("Comparer ces deux textes",)),
    typed("AVT362ccn66", "tout d’un seul tenant", AVENANT_362),
    typed("#362", "un croisillon devant le numéro", AVENANT_362),
    typed("avenant nº 362", "le signe « º » de l’espagnol", AVENANT_362),
    typed("16 sept. 2021", "un mois abrégé", says=("accords/ccn-66-avenant-362/",)),
    typed("06-2021", "un mois et son année, joints par un trait", says=("accords/ccn-66-avenant-361/",)),
    typed("20210916", "une date sans signe", says=("accords/ccn-66-avenant-362/",)),
    typed(
        "arrete 02/10/2020", "l’arrêté d’un jour, sans accent", says=("arrêté d’agrément du 2 octobre 2020",)
    ),
    typed("JO 29/10/2020", "le jour du Journal officiel", says=("accords/ccn-66-avenant-354/",)),
    typed("avenent 362", "une faute dans le nom du texte", says=(CORRECTED, "accords/ccn-66-avenant-362/")),
    typed(
        "avenant 999 ccn66", "un numéro que rien ne porte", says=("ne porte la référence « avenant n° 999 »",)
    ),
    typed(
        "combien vaut le point",
        "une question entière",
        says=("ne contient « combien »",),
        never_says=(CORRECTED,),
    ),
    typed("convention 1966", "une convention par son année", "/conventions/ccn-66/"),
    typed("n° brochure 3116", "les mots de la brochure à l’envers", "/conventions/ccn-66/"),
    typed("télétravail", "un mot qu’aucun texte n’a", says=("« télétravail »",), never_says=(CORRECTED,)),
    address("/?q=avenant+357+ccn66", "la recherche ajoutée à l’adresse de l’accueil", "/accords/"),
    address("/accords/?convention=&type=&q=", "un formulaire envoyé vide", says=("accords",)),
    address(
        "/accords/?agrement=Agr%C3%A9%C3%A9", "une valeur écrite comme on la lit", says=("Textes agréés",)
    ),
    address(
        "/accords.csv?signataire=CFDT&type=Avenants",
        "des valeurs en capitales, au pluriel",
        says=("ccn-66-avenant-",),
    ),
    address("/accords/?Convention=CCN-66", "un paramètre en capitales", "/accords/?convention=CCN-66"),
    address(
        "/accords/?convention=ccn-66&amp;page=2",
        "« &amp;amp; » collé d’une page",
        "/accords/?convention=ccn-66&page=2",
    ),
    address("/accord/ccn-66-avenant-357/", "le singulier", AVENANT_357),
    address("/organisation/nexem", "le singulier, sans barre finale", "/organisations/nexem/"),
    address("/accords/ccn66-avenant-357", "l’identifiant sans son premier trait", AVENANT_357),
    address("/accords/ccn-66-avenant-357.html", "« .html » ajouté", AVENANT_357),
    address("/accords/index.html", "« index.html » ajouté", "/accords/"),
    address("/index.html", "la première page d’un autre site", "/"),
    address("/recherche?q=avenant+357+ccn66", "la recherche d’un autre site", AVENANT_357),
    address(
        "/accords/?signe_apres=01/01/2020",
        "une date écrite à la française dans une adresse",
        status=400,
        says=("La même page, sans « signe_apres »",),
    ),
    address(
        "/accords/ccn-66-avenant-9999/",
        "un texte qui n’existe pas",
        status=404,
        says=("ccn 66 avenant 9999",),
    ),
    address(
        "/comparer/?un=CCN66+354&avec=CCN66+357", "deux textes à comparer, comme on les nomme", "/comparer/"
    ),
]
