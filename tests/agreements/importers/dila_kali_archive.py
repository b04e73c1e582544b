"""Small archives of KALI in DILA's form: a convention, its texts, each version of their articles. All is ours."""

from html import escape

NO_DAY = "2999-01-01"


def path_of(kind: str, identifier: str) -> str:
    """« texte/version/KALI/TEXT/00/00/00/00/01/KALITEXT000000000101.xml »"""
    digits = identifier[8:]
    pairs = "/".join(digits[start : start + 2] for start in range(0, 10, 2))
    return f"kali/global/{kind}/KALI/{identifier[4:8]}/{pairs}/{identifier}.xml"


def document(tag: str, words: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag}>{words}</{tag}>'


def common(identifier: str, nature: str = "") -> str:
    told = f"<ID>{identifier}</ID><ANCIEN_ID/><ORIGINE>KALI</ORIGINE><NATURE>{nature}</NATURE>"
    return f"<META_COMMUN>{told}</META_COMMUN>"


def convention(
    number: int, idcc: int, *texts: int, title: str = "Convention de l’essai", brochures=()
) -> dict[str, str]:
    """The file of a convention: its texts stand under « Textes Attachés »."""
    identifier = f"KALICONT{number:012}"
    links = "".join(f'<LIEN_TXT idtxt="KALITEXT{text:012}" titretxt="Un texte"/>' for text in texts)
    told = "".join(f"<NUM_BROCH>{one}</NUM_BROCH>" for one in brochures)
    words = (
        f"<META>{common(identifier, 'IDCC')}<META_SPEC><META_CONTENEUR><TITRE>{escape(title)}</TITRE>"
        f"<ETAT>VIGUEUR_ETEN</ETAT><NUM>{idcc}</NUM><DATE_PUBLI>{NO_DAY}</DATE_PUBLI></META_CONTENEUR></META_SPEC></META>"
        f'<STRUCTURE_TXT><TM niv="1"><TITRE_TM>Textes Attachés</TITRE_TM>{links}</TM></STRUCTURE_TXT>'
        f"<ACTS_PRO/><NUMS_BROCH>{told}</NUMS_BROCH>"
    )
    return {path_of("conteneur", identifier): document("IDCC", words)}


def text(
    number: int,
    title: str,
    *articles: str,
    sections: dict[int, tuple[str, ...]] | None = None,
    state: str = "VIGUEUR_NON_ETEN",
    nor: str = "ASET1650001M",
    bulletin: str = "BO n°2016-10",
    published: str = "2016-03-12",
    starts: str = "2016-01-01",
    ends: str = NO_DAY,
    modified: str = "2016-04-01",
    parties: str = "",
    extra: str = "",
) -> dict[str, str]:
    """The head and the structure of a text: `articles` by their identifiers, those of `sections` under their number."""
    identifier = f"KALITEXT{number:012}"
    chronicle = (
        f"<META_TEXTE_CHRONICLE><CID>{identifier}</CID><NUM/><NUM_SEQUENCE>0</NUM_SEQUENCE><NOR>{nor}</NOR>"
        f"<DATE_PUBLI>{published}</DATE_PUBLI><DATE_TEXTE>{NO_DAY}</DATE_TEXTE>"
        f"<DERNIERE_MODIFICATION>{modified}</DERNIERE_MODIFICATION><ORIGINE_PUBLI>{bulletin}</ORIGINE_PUBLI>"
        "</META_TEXTE_CHRONICLE>"
    )
    version = (
        f"<META_TEXTE_VERSION><TITRE>{escape(title)}</TITRE><TITREFULL>{escape(title)}</TITREFULL><ETAT>{state}</ETAT>"
        f"<DATE_DEBUT>{starts}</DATE_DEBUT><DATE_FIN>{ends}</DATE_FIN><LIENS/></META_TEXTE_VERSION>"
    )
    head = (
        f"<META>{common(identifier, 'Avenant')}<META_SPEC>{chronicle}{version}</META_SPEC></META>"
        f"<SIGNATAIRES>{parties}</SIGNATAIRES>{extra}"
    )
    own = f"<META>{common(identifier)}<META_SPEC>{chronicle}</META_SPEC></META>"
    links = "".join(f'<LIEN_ART id="{name}" num=""/>' for name in articles)
    below = "".join(
        f'<LIEN_SECTION_TA id="KALISCTA{one:012}">Titre {one}</LIEN_SECTION_TA>' for one in sections or ()
    )
    files = {
        path_of("texte/version", identifier): document("TEXTE_VERSION", head),
        path_of("texte/struct", identifier): document("TEXTEKALI", f"{own}<STRUCT>{links}{below}</STRUCT>"),
    }
    for one, inside in (sections or {}).items():
        name = f"KALISCTA{one:012}"
        words = "".join(f'<LIEN_ART id="{name}" num=""/>' for name in inside)
        files[path_of("section_ta", name)] = document(
            "SECTION_TA",
            f"<ID>{name}</ID><TITRE_TA>Titre {one}</TITRE_TA><STRUCTURE_TA>{words}</STRUCTURE_TA>"
            f'<CONTEXTE><TEXTE cid="{identifier}"/></CONTEXTE>',
        )
    return files


def content(tag: str, html: str) -> str:
    return f"<{tag}><CONTENU>{html}</CONTENU></{tag}>"


def kaliarti(number: int) -> str:
    return f"KALIARTI{number:012}"


def article(
    number: int,
    of: int,
    html: str,
    *,
    versions: dict[int, tuple[str, str]] | None = None,
    starts: str = "2016-01-01",
    ends: str = NO_DAY,
    num: str = "1er",
    state: str = "VIGUEUR_NON_ETEN",
    section: str = "",
    links: str = "",
    nota: str = "",
) -> dict[str, str]:
    """One version of an article; `versions` are all those of the article, by number, with their days."""
    identifier, cid = kaliarti(number), f"KALITEXT{of:012}"
    told = versions or {number: (starts, ends)}
    listed = "".join(
        f'<VERSION etat="{state}"><LIEN_ART debut="{since}" fin="{until}" id="{kaliarti(one)}"/></VERSION>'
        for one, (since, until) in told.items()
    )
    starts, ends = told[number]
    titles = f'<TM><TITRE_TM id="KALISCTA{number:012}">{escape(section)}</TITRE_TM></TM>' if section else ""
    words = (
        f"<META>{common(identifier, 'Article')}<META_SPEC><META_ARTICLE><NUM>{num}</NUM><TITRE/><ETAT>{state}</ETAT>"
        f"<DATE_DEBUT>{starts}</DATE_DEBUT><DATE_FIN>{ends}</DATE_FIN><TYPE>AUTONOME</TYPE></META_ARTICLE></META_SPEC>"
        f'</META><CONTEXTE><TEXTE cid="{cid}" nature="Avenant"><TITRE_TXT id_txt="{cid}">Un texte</TITRE_TXT>{titles}'
        f'</TEXTE><CONTENEUR cid="KALICONT000000000001" num="413"/></CONTEXTE><VERSIONS>{listed}</VERSIONS>'
        f"{content('NOTA', nota)}{content('BLOC_TEXTUEL', html)}<LIENS>{links}</LIENS>"
    )
    return {path_of("article", identifier): document("ARTICLE", words)}


def suppressed(*paths: str) -> dict[str, str]:
    return {"liste_suppression_kali.dat": "".join(f"{path.removesuffix('.xml')}\n" for path in paths)}


# -- One small base ----------------------------------------------------------------------------------------

STOCK = "Freemium_kali_global_20260101-120000.tar.gz"
TITLE = "Avenant n° 954 du 23 juin 2015 relatif à la paie"
PARTIES = (
    content("SIGNPATRON", "NEXEM.") + content("SIGNSYNDIC", "<p>La CFDT ;</p><p>- CGT.</p>")
    + content("ORGADHERE", "FO, par lettre du 3 mars 2016 (BO n°2016-20)")
)  # fmt: skip
NOTE = content("NOTA", "Agréé par arrêté du 2 octobre 2015 (JO du 29 octobre 2015).")
#: An article in three states: signed, extended, then amended; its words change once.
DAYS = {1011: ("2016-01-01", "2017-01-01"), 1012: ("2017-01-01", "2020-01-01"), 1013: ("2020-01-01", NO_DAY)}


def small() -> list[dict[str, str]]:
    """A text of the sector with one article in three versions, and one that its convention adds later."""
    three = [
        article(1011, 101, "<p>La prime est de 100 euros.</p>", versions=DAYS),
        article(1012, 101, "<p>La prime est de 100 euros.</p>", versions=DAYS, state="VIGUEUR_ETEN"),
        article(1013, 101, "<p>La prime annuelle est de 238 euros.</p>", versions=DAYS, state="VIGUEUR_ETEN"),
    ]
    other = article(
        1021, 101, "<p>Le texte est conclu sans limite de durée.<br/></p>", num="2", section="Titre II"
    )
    head = text(
        101, TITLE, *map(kaliarti, DAYS), sections={7: (kaliarti(1021),)}, parties=PARTIES, extra=NOTE
    )
    return [convention(1, 413, 101, brochures=["3116"]), head, *three, other]
