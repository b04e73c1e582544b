"""The words by which a text says, in its own articles, when it takes effect: patterns, from words to sentences."""

from agreements.importers.written_dates import WRITTEN
from agreements.law.vocabulary import AgreementKind as Kind
from agreements.law.vocabulary import EffectRuleKind as Rule


def either(*forms: str) -> str:
    return f"(?:{'|'.join(forms)})"


def maybe(*forms: str) -> str:
    return f"{either(*forms)}?"


#: How a text of each kind names itself.
OWN_NAMES = {
    Kind.AVENANT: "avenant",
    Kind.ACCORD: "accord",
    Kind.ACCORD_CADRE: "accord(?:-cadre)?",
    Kind.PROTOCOLE: either("protocole(?: d'accord)?", "accord"),
    Kind.CONVENTION: "convention(?: collective)?(?: nationale)?",
    Kind.ANNEXE: "annexe",
    Kind.ADDITIF: "additif",
    Kind.DELIBERATION: either("délibération", "décision"),
    Kind.DECISION: either("décision", "recommandation") + maybe(" patronale", " unilatérale"),
    Kind.RECOMMANDATION: "recommandation(?: patronale)?",
}
QUALIFIED = (
    either(
        " collecti(?:f|ve)", " nationale?", " professionnel", " de branche", " interbranches?", " salarial"
    )
    + "*"
)

# -- Acts ----------------------------------------------------------------------------------------------------

JOURNAL = maybe(" (?:au|dans le|sur le) (?:Journal officiel|JORF|JO)") + "(?: de la République française)?"
OF_IT = maybe(
    " le concernant",
    " de celui-ci",
    " correspondant",
    r" (?:du présent|de la présente|de l'|de cet|de cette)\s?(?:accord|avenant|convention|texte|additif)",
)
ITS = either(r"l'\s?", "son ", "leur ", "cet ", "ledit ", "dudit ", "d'", "du ", "de ", "la ") + "{0,3}"


def act(name: str) -> str:
    """« l’arrêté portant extension », « son extension »: an act by its name, with or without its form."""
    bearing = either(
        "d'", "de l'", "portant (?:l'|son )?", "prononçant (?:l'|son )?", "relatif à (?:l'|son )"
    )
    form = rf"arrêté (?:ministériel )?{bearing}\s?{name}"
    return f"{ITS}{either(form, name)}(?: ministériel)?{OF_IT}"


def published(name: str) -> str:
    """« la date de publication au Journal officiel de l’arrêté d’extension »."""
    opening = "(?:la |de |sa )?(?:date de )?(?:la |sa )?(?:publication|parution)"
    return f"{opening}{JOURNAL} (?:de )?{act(name)}{JOURNAL}"


def publication_of(name: str) -> str:
    return either(published(name), act(name))


# -- Days ----------------------------------------------------------------------------------------------------

SINCE = "à (?:compter|partir)"
MONTH_AFTER = (
    maybe(f"{SINCE} du ", "le ", "au ", "du ", "dès le ")
    + "(?:1er|premier) jour du mois(?: civil)? "
    + "(?:suivant|qui suit|qui suivra)(?: celui de)? "
    + maybe(r"la date (?:de|d')\s?", "l'obtention (?:de )?")
)
#: « le 1er jour du mois suivant celui au cours duquel est publié l’arrêté d’extension ».
MONTH_WHEN = (
    maybe(f"{SINCE} du ", "le ", "au ", "du ", "dès le ")
    + "(?:1er|premier) jour du mois(?: civil)? (?:suivant|qui suit|qui suivra) "
    + "(?:celui|le mois) (?:au cours duquel|pendant lequel|où) (?:est|sera|aura été) publié"
    + f"{JOURNAL} "
)
DAY_AFTER = (
    maybe(f"{SINCE} du ", "le ", "au ", "dès le ")
    + either("lendemain", "(?:(?:premier|1er) )?jour suivant", "jour qui suit", "jour qui suivra")
    + "(?: du jour)? (?:de |d')?"
)
FROM = (
    either(f"{SINCE} (?:de |du jour de |d')", "à ", "dès ", "au jour de ", "le jour de ", "après ")
    + "(?:la date (?:de |d'))?"
)
ON_DAY = (
    either(
        f"(?:{SINCE} )?(?:du|de la date du) ",
        f"{SINCE} ",
        "le ",
        "au (?:: )?",
        "à la date du ",
        "dès le ",
        "du ",
    )
    + f"(?P<on>{WRITTEN})"
)
DEPOSIT = "(?:la date de )?(?:son|leur|ce|le|du|dudit) dépôt(?: légal)?"
AT = maybe(
    " auprès "
    + either(
        "de l'administration(?: compétente)?",
        "des (?:services|autorités) compétente?s",
        "des services (?:centraux )?du ministre chargé du travail",
        r"de la direction générale du travail(?: \(DGT\))?",
        "du ministère (?:chargé )?du travail",
    )
)
# -- What stands around the day ------------------------------------------------------------------------------

VERB = either(
    "entre(?:ra|nt|ront)? en (?:vigueur|application)",
    "pren(?:d|dra|nent|dront) effet",
    "(?:est|sont|sera|seront) applicables?",
    "s'appliqu(?:e|era|ent|eront)",
)
NOUN = either(
    "date (?:d'effet|d'entrée en vigueur|d'application|de prise d'effet)",
    "entrée en vigueur",
    "prise d'effet",
)
FIXED = "(?:est|sera) fixée?"
SPAN = r"de [\w()]+ (?:ans?|mois|années?)"
LASTING = (
    maybe(
        ",? (?:et )?(?:est |qui est )?conclue?s? pour une durée "
        + either("indéterminée", f"déterminée(?: {SPAN})?")
        + "(?: et| ;)?,?"
    )
    + " (?:(?:et|il|elle) ){0,2}"
)
PROVIDED = either(
    "conformément",
    "selon",
    "prévu",
    "au titre de",
    "dans les conditions(?: prévues| fixées)?(?: à| de| par)?",
)
#: « au titre de l’article L. 314-6 modifié… », « article L. 341-6 » being a slip that texts repeat.
OF_THE_LAW = maybe(
    f",? {PROVIDED}(?: (?:à|aux) dispositions de| à| aux)? "
    + either(
        r"l'\s?article 16 de la loi [^,.;]{0,120}",
        r"l'\s?article L\.? ?3(?:14|41)-6(?: modifié)?(?: du code de l'action sociale et des familles?)?",
        r"l'\s?article \d+ du présent (?:avenant|accord|additif)",
    )
)
IF_APPROVED = (
    "sous (?:réserve|condition) "
    + maybe(f"de (?:l'obtention|(?:la )?publication|(?:la )?parution)(?: préalable)?{JOURNAL} ")
    + r"(?:de (?:son |leur |l'\s?)|d'|du )(?:arrêté d'\s?)?agrément(?: ministériel| préalable)?"
    + JOURNAL
    + OF_THE_LAW
)
#: Each day with its rule.
DAYS = [
    (Rule.MOIS_SUIVANT_EXTENSION, MONTH_AFTER + publication_of("extension")),
    (Rule.MOIS_SUIVANT_EXTENSION, MONTH_WHEN + act("extension") + JOURNAL),
    (Rule.MOIS_SUIVANT_JO_AGREMENT, MONTH_AFTER + published("agrément")),
    (Rule.MOIS_SUIVANT_AGREMENT, MONTH_AFTER + act("agrément")),
    (Rule.LENDEMAIN_JO_AGREMENT, DAY_AFTER + published("agrément")),
    (Rule.A_L_EXTENSION, FROM + publication_of("extension")),
    (Rule.A_L_AGREMENT, FROM + publication_of("agrément")),
    (Rule.LENDEMAIN_DEPOT, DAY_AFTER + DEPOSIT + AT),
    (Rule.DATE_FIXE, ON_DAY),
    (Rule.LENDEMAIN_EXTENSION, DAY_AFTER + publication_of("extension")),
    (Rule.A_LA_SIGNATURE, FROM + "(?:sa |la |leur )?(?:date de )?(?:signature|conclusion)"),
    (Rule.SELON_L_ARRETE, IF_APPROVED),
]
#: The rules that « sous réserve d’agrément » leaves as they are: the law itself says so (CASF L314-6).
OF_AGREMENT = {
    Rule.DATE_FIXE,
    Rule.MOIS_SUIVANT_AGREMENT,
    Rule.MOIS_SUIVANT_JO_AGREMENT,
    Rule.LENDEMAIN_JO_AGREMENT,
    Rule.A_L_AGREMENT,
    Rule.SELON_L_ARRETE,
}
OPENING = maybe(
    "(?:Conformément|En application|Par application|Dans les conditions prévues) (?:à|aux|de|des|au) [^,;]{1,140}, ",
    f"{IF_APPROVED}, ",
)
FILED_FIRST = maybe(
    "(?:fera|fait) l'objet d'un dépôt auprès de la direction générale du travail,? "
    "ainsi que d'une demande d'extension,? et "
)
LABOUR_ARTICLE = (
    r"(?:l'\s?|aux |les )?articles? [LDR]\.? ?[\d-]+(?:,? (?:et|à) (?:[LDR]\.? ?)?[\d-]+)*"
    + maybe(" (?:modifié )?du code [^,.;]{1,60}", " (?:de la loi|modifiée?) [^,.;]{0,60}")
)
FILED = "(?:il )?(?:sera|fera|fait|est|feront|seront) " + either(
    "présentée? à l'extension",
    r"l'objet d'une (?:demande d'|procédure d')\s?extension",
    "l'objet d'un dépôt",
    "déposée?",
    "soumise? à (?:la procédure d'|l')extension",
    "notifiée?",
)
#: How a text says that it ceases, before its last day.
CEASES = (
    either(
        "cesse(?:ra|nt|ront)?(?: de plein droit)? de (?:produire|porter) (?:ses|leurs|tout) effets?",
        "(?:prend|prendra|prennent|prendront) fin",
        "expire(?:ra|nt|ront)?",
        "(?:sera|est) valable jusqu'au",
        "(?:produira|produit) effet jusqu'au",
    )
    + maybe(",? à l'échéance de son terme,?(?: soit)?")
    + maybe(" le", " au", " à la date du")
    + " "
)
UP_TO = "jusqu'au "
#: The last day, which may be told beside the first.
TERM = f"(?P<term>,? (?:et (?:il |elle )?)?{either(CEASES, UP_TO)}{WRITTEN}(?: inclus)?)?"
#: What may follow without changing the day: where the rule is written, how long, and what is done with the text.
ENDING = (
    either(
        f",? {PROVIDED}(?: (?:à|aux) dispositions de| à| aux| par)? {LABOUR_ARTICLE}",
        ",? pour une durée indéterminée",
        f",? pour une durée (?:déterminée )?{SPAN}(?:, à l'issue de laquelle il cessera de produire ses effets)?",
        ",? (?:et|il) (?:est |sera )?conclue? pour une durée indéterminée",
        ",? sous réserve (?:de l'exercice |de la mise en œuvre )?du droit d'opposition",
        "(?:,| et|, et) (?:entraîne la révision-extinction [^;]*?)",
        f"(?:,| et|, et) {FILED}[^;]*?",
    )
    + "{0,3}"
)
#: To whom a text applies, and not when: days may stand there in the names of other texts.
SCOPE = (
    "(?:applicables?|s'appliqu(?:e|era|ent|eront))"
    + either(
        ",? (?:donc|également|sans réserve|indifféremment|indistinctement|de droit|ainsi|notamment)",
        ",? (?:uniquement|exclusivement|par conséquent|en totalité)",
    )
    + "{0,2},? "
    + either(
        "à (?!compter|partir|la date|effet|la signature|sa |son |l'extension|l'agrément)",
        r"aux? (?!\d|1er|premier|lendemain|jour|plus)",
        "sur ",
        "quelle? que",
        "de (?:manière|façon)",
        "dans ",
        "en ",
        "conformément",
        "pour (?:tous|toutes|l'ensemble)",
    )
)
EXCEPTION = either(
    "Toutefois",
    "Cependant",
    "Néanmoins",
    "Par (?:exception|dérogation)",
    "À défaut",
    "A défaut",
    "Sauf",
    "En revanche",
    "Pour les",
)
#: « six mois après la date d’entrée en vigueur »: the effect is named, and nothing is told of it.
IN_PASSING = (
    either(
        "après",
        "depuis",
        "suivant",
        "suivent",
        "avant",
        "précédant",
        SINCE + " de",
        "à",
        "dès",
        "de",
        "lors de",
        "jusqu'à",
    )
    + " (?:la |sa |l')?"
    + maybe("date d'", "date de prise d'", "prise d'")
    + either("entrée en vigueur", "effet", "entrée en application", "application")
)
#: What a sentence that tells a day has.
DAYLIKE = either(
    *(WRITTEN, SINCE, "dès ", "lendemain", "(?:premier|1er) jour"),
    *("publication", "parution", "extension", "agrément", "dépôt", "signature"),
)
#: What makes a doubt of an ending that is otherwise known.
CONDITION = either(WRITTEN, SINCE, "publication", "parution", "au plus t", "sauf", "à condition", "dès ")


def itself(name: str) -> str:
    """« présent avenant n° 12 à la convention collective nationale du sport »."""
    number = r"(?: n ?° ?[\w./-]+(?: bis| ter)?)?"
    of_field = "(?: à la convention collective nationale [^,.;:]{1,90})?"
    return f"présente? {name}{QUALIFIED}{number}{of_field}"


def clause(name: str, day: str) -> str:
    """The whole sentence by which a text of this name says that it takes effect on this day."""
    of_it = f"(?:du|de la|de cet|de cette) {either(itself(name), name)}"
    subject = either(
        f"L(?:e|a) {itself(name)}",
        f"Cet(?:te)? {name}",
        f"(?:Les |L'ensemble des |Toutes les )(?:dispositions|stipulations|mesures|clauses) {of_it}",
        "Il",
        "Elle",
    )
    lasting = ",?(?: pour une durée indéterminée,?)?(?: exclusivement)?"
    acting = f"{subject}(?P<before>,? {IF_APPROVED},)?{LASTING}{FILED_FIRST}{VERB}{lasting}"
    named = f"(?:La |L'|Sa ){NOUN} {of_it} {FIXED}"
    reserve = f"(?P<reserve>,? {IF_APPROVED} ?,?)? ?"
    return f"{OPENING}{either(acting, named)}{reserve}(?P<day>{day})(?P<after>,? {IF_APPROVED})?{TERM}{ENDING} ?[.;]?"
