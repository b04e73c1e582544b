"""What readers of portals like this one have reported in public, and what the same thing does here.

Each report is asked of the facts of the sector. Its address is that of the thread where it was told; what is told of
it is ours. The documentation lists them: `tests/reports/table.py`.
"""

from dataclasses import dataclass

GITHUB = "https://github.com/"
CDTN = "SocialGouv/code-du-travail-numerique/issues"


@dataclass(frozen=True)
class Report:
    thread: str  # owner/name/issues/number, or pull; nothing where it was met here, trying
    told: str  # what readers met there
    asked: str  # the address that meets it here
    leads: str = ""  # where it redirects
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    status: int = 200
    ignored: str = ""  # what the answer names as not read

    @property
    def url(self) -> str:
        return f"{GITHUB}{self.thread}"


def text(slug: str) -> str:
    return f"/accords/{slug}/"


AVENANT_357, AVENANT_361 = text("ccn-66-avenant-357"), text("ccn-66-avenant-361")
CORRECTED = "Résultats pour"
#: Of what is typed.
TYPED = [
    Report(
        f"{CDTN}/13", "« 0843 » ne trouve rien, « 843 » trouve", "/accords/?q=0413", "/conventions/ccn-66/"
    ),
    Report(f"{CDTN}/341", "même chose avec « IDCC 0843 »", "/accords/?q=IDCC+0413", "/conventions/ccn-66/"),
    Report(
        f"{CDTN}/5273",
        "chercher une convention par son IDCC",
        "/accords/?q=idcc2941",
        "/conventions/idcc-2941/",
    ),
    Report(
        f"{CDTN}/6883",
        "« IDCC 9999 » : un message qui n’a pas l’air d’une réponse",
        "/accords/?q=IDCC+9999",
        says=("Aucune convention recensée ne porte ce numéro : IDCC 9999.",),
    ),
    Report(
        f"{CDTN}/6786",
        "on colle l’adresse d’un texte officiel, faute de le trouver",
        "/accords/?q=https://www.legifrance.gouv.fr/conv_coll/id/KALITEXT000043458031/%3FidConteneur=KALICONT000005635407",
        AVENANT_357,
    ),
    Report(
        "openstates/openstates.org/issues/149",
        "« H3355 » marche, « 3355 » non",
        "/accords/?q=357",
        AVENANT_357,
    ),
    Report(
        "openstates/openstates.org/issues/165",
        "un numéro parmi des mots ne trouve plus le texte",
        "/accords/?q=mesures+salariales+avenant+361",
        AVENANT_361,
    ),
    Report(
        "sunlightlabs/congress-ios/issues/287",
        "un numéro seul ne trouve rien",
        "/accords/?q=361",
        AVENANT_361,
    ),
    Report(
        "ciudadanointeligente/bill-it/issues/28",
        "un identifiant, avec ou sans ses signes",
        "/accords/?q=ccn-66-avenant-357",
        AVENANT_357,
    ),
    Report(
        "unitedstates/BillMap/issues/271",
        "points et espaces empêchent de trouver",
        "/accords/?q=C.C.N.66+av.n%C2%B0357",
        AVENANT_357,
    ),
    Report(
        "unitedstates/BillMap/issues/327",
        "un numéro seul liste des pages qui n’existent pas",
        "/accords/?q=avenant+1",
        says=("accords/bass-accord-2019-02-avenant-1/",),
    ),
    Report(
        "datamade/nyc-councilmatic/issues/171",
        "« 1070-2016 » ne trouve rien",
        "/accords/?q=43-2020",
        text("idcc-2941-avenant-43-2020"),
    ),
    Report(
        "freelawproject/courtlistener/issues/2147",
        "une espace de plus dans une référence, et rien",
        "/accords/?q=avenant+292bis",
        text("ccn-66-avenant-292-bis"),
    ),
    Report(
        "scrapinghub/dateparser/issues/500",
        "« 13.07.2016 » n’est pas une date",
        "/accords/?q=11.09.2020",
        says=(AVENANT_357,),
    ),
    Report(
        "department-of-veterans-affairs/caseflow/issues/1789",
        "une date ne se cherche que dans une écriture",
        "/accords/?q=9/6/2021",
        says=(AVENANT_361,),
    ),
    Report(
        "fecgov/openFEC/pull/5489",
        "une date avec des barres est refusée",
        "/accords/?q=23/06/2020",
        says=(text("ccn-66-avenant-354"), text("ccn-66-avenant-356")),
    ),
    Report(
        "harvard-lil/capstone/issues/1261",
        "une date impossible fait tomber le site",
        "/accords/?signe_apres=2019-14-12",
        status=400,
        says=("« 2019-14-12 » n’est pas une date",),
    ),
    Report(
        "eikek/docspell/issues/665",
        "« 26/01/15 » est lu à l’envers",
        "/accords/?q=04/06/24",
        says=(text("bass-accord-2024-06-04-segur-pour-tous"),),
    ),
    Report(
        "FreeUKGen/MyopicVicar/issues/2278",
        "le mois en capitales donne une autre date",
        "/accords/?q=11+SEPTEMBRE+2020",
        says=(AVENANT_357,),
    ),
    Report(
        "MicrosoftDocs/microsoft-365-docs/issues/6927",
        "la date ISO n’est pas comprise",
        "/accords/?q=2020-09-11",
        says=(AVENANT_357,),
    ),
    Report(
        "Signbank/Global-signbank/issues/287",
        "toute écriture de la date mène à une erreur",
        "/accords/?q=09+juin+2021",
        says=(AVENANT_361,),
    ),
    Report(
        "FraBle/python-duckling/issues/40",
        "le jour est pris pour le mois",
        "/accords/?q=04-06-2024",
        says=(text("bass-accord-2024-06-04-ccue"),),
    ),
    Report(
        "HowTheyVote/howtheyvote/issues/1094",
        "une faute de frappe ne trouve rien, et rien n’est proposé",
        "/accords/?q=prevoyence",
        says=(CORRECTED, "prévoyance"),
    ),
    Report(
        "bridge2ai/b2ai-standards-registry/issues/389",
        "une lettre oubliée : zéro résultat",
        "/accords/?q=travailleurs+handicapp%C3%A9s",
        says=(text("bass-accord-2022-12-07-oeth"),),
    ),
    Report(
        "mysociety/pombola/issues/2249",
        "une petite faute de frappe ne rend rien",
        "/accords/?q=assistents+familiaux",
        says=(CORRECTED, text("ccn-66-avenant-351")),
    ),
    Report(
        "department-of-veterans-affairs/va.gov-team/issues/19225",
        "des résultats corrigés sans qu’on le dise",
        "/accords/?q=prevoyence",
        says=("Aucun texte ne contient « prevoyence » tel quel.",),
    ),
    Report(
        "department-of-veterans-affairs/va.gov-team/issues/19190",
        "un mot juste est corrigé en un autre",
        "/accords/?q=gr%C3%A8ve",
        says=("« grève »",),
        never_says=(CORRECTED,),
    ),
    Report(
        "medialab/toflit18/issues/178",
        "l’apostrophe typographique ne trouve pas ce que trouve la droite",
        "/accords.json?q=valeur+du+point+l%E2%80%99avenant",
        says=('"mots_absents": []',),
    ),
    Report(
        f"{CDTN}/2947",
        "« aucun résultat » a l’air d’une panne",
        "/accords/?q=ornithorynque",
        says=("Aucun texte recensé ne contient « ornithorynque ».",),
    ),
]
#: Of addresses.
ADDRESSES = [
    Report(
        "ampproject/amp.dev/issues/2180",
        "sans barre finale : page introuvable",
        AVENANT_357[:-1],
        AVENANT_357,
    ),
    Report(
        "nationalarchives/ds-caselaw-public-ui/pull/1634",
        "une barre finale de trop : panne",
        "/accords.json/?q=357",
        "/accords.json?q=357",
    ),
    Report(
        "canonical/docs.ubuntu.com/issues/178",
        "une adresse connue, une barre de plus",
        "/glossaire//",
        "/glossaire/",
    ),
    Report(
        "wp-document-revisions/wp-document-revisions/issues/312",
        "« fichier.pdf/ »",
        "/accords.csv/",
        "/accords.csv",
    ),
    Report(
        "cfpb/sheer/pull/58", "la barre ajoutée aux noms de fichiers aussi", "/accords.atom", says=("<feed",)
    ),
    Report(
        "perkeep/perkeep/issues/1160",
        "une barre de trop : 404",
        "/organisations/cfdt.json/",
        "/organisations/cfdt.json",
    ),
    Report(
        "docpad/docpad-plugin-cleanurls/issues/20",
        "la barre de trop n’est pas redirigée",
        "/healthz/",
        "/healthz",
    ),
    Report(
        f"{CDTN}/5757", "une convention a changé de numéro", "/conventions/idcc-0783/", "/conventions/chrs/"
    ),
    Report(
        f"{CDTN}/5444",
        "une adresse renommée ne mène plus nulle part",
        "/conventions/413/",
        "/conventions/ccn-66/",
    ),
    Report(f"{CDTN}/5777", "une redirection mène à une page introuvable", "/conventions/5021/", status=404),
    Report(
        "kimili/No-DB-URL-Shortener/issues/6",
        "« fbclid » mène à une page introuvable",
        f"{AVENANT_357}?fbclid=x",
    ),
    Report(
        "guga31bb/fourth_calculator/issues/5",
        "« fbclid » efface ce qui était demandé",
        "/accords.json?q=357&fbclid=x",
        says=("ccn-66-avenant-357",),
    ),
    Report(
        "arp242/goatcounter/issues/170",
        "« fbclid » fait autant de pages",
        "/glossaire/?fbclid=a&utm_source=b",
    ),
    Report("hypothesis/h/issues/6176", "« gclid » aussi", "/glossaire/?gclid=a"),
    Report(
        "fecgov/openFEC/issues/160",
        "un filtre inconnu est ignoré en silence",
        "/accords.csv?conventions=chrs",
        ignored="conventions",
    ),
    Report(
        "intuitem/ciso-assistant-community/issues/4701",
        "un filtre inconnu rend tout, sans un mot",
        "/accords.json?ref_id=354",
        says=('"ignores": ["ref_id"]',),
        ignored="ref_id",
    ),
    Report(
        "api-platform/core/issues/42",
        "on ne peut pas savoir qu’un filtre n’a pas servi",
        "/accords/?signe=2020",
        says=("Cette page ne lit pas ce paramètre", "« signe »"),
        ignored="signe",
    ),
    Report(
        "JSONbored/metagraphed/issues/9149",
        "un filtre sert, l’autre est mal écrit et perdu",
        "/accords/?convention=ccn-66&tipe=avenant",
        says=("peut-être « type » ?",),
        ignored="tipe",
    ),
    Report(
        "collective/icalendar/issues/251",
        "un agenda sans jour n’est pas valide",
        "/accords.ics?q=ornithorynque",
        says=("BEGIN:VTIMEZONE",),
    ),
    Report(
        "nextcloud/calendar/issues/8332",
        "un agenda public est mal formé",
        "/suivi.ics?date=2020-10-27",
        says=("UID:", "DTSTAMP:"),
    ),
]
ON_27_OCTOBER = "date=2020-10-27"
#: Of what is told of texts.
TOLD = [
    Report(
        "betagouv/mon-entreprise/issues/3110",
        "le nom court sans l’IDCC à côté",
        "/conventions/ccn-66/",
        says=("IDCC 413",),
    ),
    Report(
        f"{CDTN}/5285",
        "une convention éteinte a l’air en vigueur",
        "/conventions/chrs/",
        says=("Rattachement",),
    ),
    Report(
        f"{CDTN}/322", "l’IDCC 1001 est rattaché au 413", "/conventions/ccn-79.json", says=('"a": "ccn-66"',)
    ),
    Report(
        "pylegifrance/pylegifrance/pull/54",
        "pas d’état à une date",
        f"/accords/ccn-66-avenant-354.json?{ON_27_OCTOBER}",
        says=('"agrement": "avis-favorable"',),
    ),
    Report(
        "laws-africa/indigo/issues/1027",
        "la date d’une version ancienne trompe",
        f"{AVENANT_357}?{ON_27_OCTOBER}",
        says=("27 octobre 2020",),
    ),
    Report(
        "maastrichtlawtech/legalviz.eu/pull/174",
        "« pas encore » et « plus » confondus",
        f"/accords.json?effet=plus-en-vigueur&{ON_27_OCTOBER}",
        never_says=("ccn-66-avenant-354",),
    ),
    Report(
        "datamade/nyc-councilmatic/issues/80",
        "« approuvé » paraît définitif",
        f"/accords/ccn-66-avenant-354/?{ON_27_OCTOBER}",
        says=("Avis favorable",),
    ),
    Report(
        "datamade/chi-councilmatic/issues/88",
        "dire ce que chaque état veut dire",
        "/glossaire/",
        says=("Réputé non écrit",),
    ),
    Report(
        "ietf-tools/datatracker/issues/6154",
        "« sans état » lu comme un état",
        "/glossaire/",
        says=("Sans objet", "Inconnu"),
    ),
    Report("ietf-tools/datatracker/issues/8550", "deux pistes se contredisent", "/suivi/anomalies/"),
    Report("unitedstates/congress/issues/324", "des états devinés sont faux", "/sources/deductions/"),
    Report(
        "openstates/issues/issues/805",
        "« quelle date ? »",
        "/accords/ccn-66-avenant-354.json",
        says=('"date_texte"', '"date_signature"'),
    ),
    Report(
        f"{CDTN}/331",
        "viser les textes non étendus",
        "/accords.json?extension=non-etendu&perimetre=tout",
        never_says=('"erreurs"',),
    ),
    Report(f"{CDTN}/5428", "être prévenu sans compte", "/accords.atom?convention=ccn-66", says=("<entry>",)),
    Report(
        f"{CDTN}/6631",
        "les salaires sur la page de la convention",
        "/conventions/ccn-66/",
        says=("Valeur du point",),
    ),
    Report(
        f"{CDTN}/2389",
        "ce qui a changé, chaque jour",
        "/changements.json?du=2020-10-01&au=2020-10-31",
        says=("ccn-66-avenant-354",),
    ),
    Report(
        "sunlightlabs/scout/issues/424",
        "l’état dans les listes",
        "/accords/?convention=ccn-66",
        says=("Agréé",),
    ),
    Report(
        "datamade/nyc-councilmatic/issues/225", "un agenda à suivre", "/suivi.ics", says=("BEGIN:VCALENDAR",)
    ),
    Report(
        "fecgov/fec-cms/issues/126",
        "emporter une liste filtrée",
        "/accords.ics?convention=ccn-66",
        says=("BEGIN:VCALENDAR",),
    ),
]
REPORTS = [*TYPED, *ADDRESSES, *TOLD]
