"""The register of the rules by which a state is known that no source says as it is.

One declaration for each: its key, which stands in the edition and in the JSON; its name and its reason, as readers
see them; its track, its article or its source, and how strong it is. `audit`, the page of the deductions and the
« pourquoi ? » beside a state all read it. The rate of a rule that is only probable is in `measured`.
"""

from agreements.law.facts import State
from agreements.law.vocabulary import Certainty, Track
from portal.french.words import Word

DEDUIT, PROBABLE = Certainty.DEDUIT, Certainty.PROBABLE


class Rule(Word):
    """`certainty` is None for a rule that says why a state is not known."""

    def __new__(cls, value, track, certainty, article, label, meaning):
        word = str.__new__(cls, value)
        word._value_ = value
        word.track, word.certainty, word.article = track, certainty, article
        word.label, word.meaning = label, meaning
        return word

    def state(self, word: Word, cause: int | None = None, article: str = "") -> State:
        """The state that this rule gives."""
        return State(word, cause, article or self.article, self.certainty, self.value)

    # -- Signature -----------------------------------------------------------------------------------------

    SIGNATURE_PROUVEE = (
        "signature-prouvee",
        Track.SIGNATURE,
        DEDUIT,
        "CASF R314-197",
        "Une demande ou une décision suppose la signature",
        "Seule une partie qui a signé demande l’agrément ou l’extension : le texte était signé à ce jour.",
    )
    OPPOSITION = (
        "opposition-majoritaire",
        Track.SIGNATURE,
        DEDUIT,
        "CT L2231-9",
        "Une opposition majoritaire rend le texte non écrit",
        "Des syndicats majoritaires se sont opposés au texte : il est réputé non écrit.",
    )
    TENU_PAR_LA_BASE = (
        "tenu-par-la-base-officielle",
        Track.SIGNATURE,
        DEDUIT,
        "CT D2231-7",
        "Un texte que tient la base officielle est signé",
        "La base officielle ne publie que des textes déposés, et seul un texte signé est déposé : il l’était le jour "
        "où elle est lue.",
    )
    SIGNE_SELON_LA_BASE = (
        "signe-selon-la-date-de-la-base",
        Track.SIGNATURE,
        PROBABLE,
        "base KALI, date de début",
        "Un texte sans date que la base officielle date",
        "La base officielle date l’effet du texte ; dix-neuf fois sur vingt, il est déjà signé à ce délai de sa date.",
    )
    # -- Agrément ------------------------------------------------------------------------------------------
    NON_SOUMIS = (
        "non-soumis-a-agrement",
        Track.AGREMENT,
        DEDUIT,
        "CASF L314-6",
        "Un texte hors du champ de l’agrément",
        "Le champ de la convention, ou la nature du texte, est hors de l’article L. 314-6.",
    )
    ACTE_SANS_AGREMENT = (
        "acte-sans-agrement",
        Track.AGREMENT,
        DEDUIT,
        "CT L2261-3, L2261-9, L2261-32",
        "Adhésion, dénonciation, arrêté de fusion",
        "L’acte ne fixe aucune règle de travail : il n’y a rien à agréer.",
    )
    NON_ECRIT_SANS_AGREMENT = (
        "non-ecrit-sans-agrement",
        Track.AGREMENT,
        DEDUIT,
        "CT L2231-9",
        "Un texte réputé non écrit n’a rien à faire agréer",
        "Il est censé n’avoir jamais existé : qu’il soit agréé ou non n’y change rien.",
    )
    NON_SIGNE_SANS_AGREMENT = (
        "non-signe-sans-agrement",
        Track.AGREMENT,
        DEDUIT,
        "CASF R314-197",
        "Une négociation, ou un texte que personne n’a signé",
        "Seule une partie qui a signé demande l’agrément : il n’y a rien à agréer.",
    )
    AVANT_AGREMENT = (
        "avant-la-decision-d-agrement",
        Track.AGREMENT,
        DEDUIT,
        "CASF L314-6",
        "Avant une décision datée, pas encore de décision",
        "Le texte était signé, et une étape ou une décision d’un jour ultérieur est connue.",
    )
    AVANT_LA_LOI = (
        "avant-la-loi-de-1975",
        Track.AGREMENT,
        PROBABLE,
        "loi n° 75-535 du 30 juin 1975, article 16",
        "Signé avant le 1er juillet 1975",
        "L’agrément vient de la loi du 30 juin 1975 : à sa signature, le texte n’en relevait pas.",
    )
    SILENCE = (
        "silence-de-deux-mois",
        Track.AGREMENT,
        PROBABLE,
        "décret n° 77-1113 du 30 septembre 1977, article 3",
        "Silence du ministre, du 2 octobre 1977 au 26 octobre 2004",
        "Sans refus notifié dans le délai, le texte était réputé agréé ; aucun refus n’est connu, et la base "
        "officielle tient en vigueur le texte, ou des articles qu’il a faits.",
    )
    TENU_EN_VIGUEUR = (
        "tenu-en-vigueur-donc-agree",
        Track.AGREMENT,
        PROBABLE,
        "CASF L314-6",
        "La base officielle tient en vigueur un texte soumis à l’agrément",
        "Il ne prend effet qu’agréé : la base, qui le dit en vigueur, ou des articles qu’il a faits, le suppose agréé.",
    )
    ETENDU_DONC_AGREE = (
        "etendu-donc-agree",
        Track.AGREMENT,
        PROBABLE,
        "CASF L314-6 et CT L2261-15",
        "Un texte étendu est d’ordinaire agréé",
        "Les textes étendus dont la décision d’agrément est connue sont agréés.",
    )
    APPLIQUE_DONC_AGREE = (
        "applique-donc-agree",
        Track.AGREMENT,
        PROBABLE,
        "CASF L314-6",
        "Un texte soumis à l’agrément, dont une source dit l’application",
        "Il ne s’applique qu’agréé : la source, qui dit depuis quand il s’applique, le suppose agréé.",
    )
    AGREMENT_SANS_JOUR = (
        "agrement-sans-jour",
        Track.AGREMENT,
        PROBABLE,
        "délais connus",
        "Une décision d’agrément dont le jour n’est pas connu",
        "La décision est connue sans son jour ; dix-neuf fois sur vingt, elle est déjà prise à ce délai de la "
        "signature.",
    )
    AGREMENT_SANS_ISSUE = (
        "agrement-sans-issue-connue",
        Track.AGREMENT,
        None,
        "",
        "Une demande d’agrément dont l’issue n’est pas connue",
        "La dernière nouvelle a plus de deux ans : l’issue n’est pas connue.",
    )
    # -- Extension -----------------------------------------------------------------------------------------
    ACTE_SANS_EXTENSION = (
        "acte-sans-extension",
        Track.EXTENSION,
        DEDUIT,
        "CT L2261-3, L2261-9, L2261-32",
        "Adhésion, dénonciation, arrêté de fusion",
        "L’acte ne fixe aucune règle de travail : il n’y a rien à étendre.",
    )
    ACTE_UNILATERAL = (
        "acte-unilateral-sans-extension",
        Track.EXTENSION,
        DEDUIT,
        "CT L2231-1, L2261-15",
        "Une décision unilatérale, une recommandation patronale",
        "Seul un accord entre employeurs et syndicats s’étend ; des employeurs l’ont prise seuls.",
    )
    NON_ECRIT_SANS_EXTENSION = (
        "non-ecrit-sans-extension",
        Track.EXTENSION,
        DEDUIT,
        "CT L2231-9",
        "Un texte réputé non écrit n’a rien à faire étendre",
        "Il est censé n’avoir jamais existé : il n’y a rien à étendre.",
    )
    NON_SIGNE_SANS_EXTENSION = (
        "non-signe-sans-extension",
        Track.EXTENSION,
        DEDUIT,
        "CT L2261-15, L2261-24",
        "Une négociation, ou un texte que personne n’a signé",
        "Seul un accord signé s’étend : il n’y a rien à étendre.",
    )
    AVANT_EXTENSION = (
        "avant-l-arrete-d-extension",
        Track.EXTENSION,
        DEDUIT,
        "CT L2261-15",
        "Avant un arrêté daté, pas encore d’extension",
        "Le texte était signé, et une étape ou un arrêté d’un jour ultérieur est connu.",
    )
    NON_ETENDU = (
        "tenu-pour-non-etendu",
        Track.EXTENSION,
        PROBABLE,
        "base KALI, état « en vigueur, non étendu »",
        "La base officielle tient le texte pour non étendu",
        "Elle le dit le jour où elle est lue. Une extension dure ce que dure le texte (CT L. 2261-28) : il ne l’était "
        "donc pas non plus avant, le délai habituel d’une extension une fois passé.",
    )
    BASE_NON_ETENDUE = (
        "convention-de-base-non-etendue",
        Track.EXTENSION,
        PROBABLE,
        "CT L2261-16",
        "Un texte d’une convention qui n’est pas étendue",
        "Le ministre étend les avenants et les annexes d’une convention étendue ; celle-ci ne l’est pas, et aucune "
        "demande d’extension du texte n’est connue, le délai habituel d’une extension une fois passé.",
    )
    REFUSE_DONC_NON_ETENDU = (
        "refuse-donc-non-etendu",
        Track.EXTENSION,
        PROBABLE,
        "CASF L314-6 et CT L2261-15",
        "Un texte dont l’agrément est refusé n’est d’ordinaire pas étendu",
        "Il ne prend pas effet, et aucun des textes dont l’extension est connue n’a été refusé.",
    )
    EXTENSION_SANS_JOUR = (
        "extension-sans-jour",
        Track.EXTENSION,
        PROBABLE,
        "délais connus",
        "Une extension dont le jour n’est pas connu",
        "L’extension est connue sans son jour ; dix-neuf fois sur vingt, elle est déjà décidée à ce délai de la "
        "signature.",
    )
    EXTENSION_SANS_ISSUE = (
        "extension-sans-issue-connue",
        Track.EXTENSION,
        None,
        "CT R2261-4-7",
        "Une demande d’extension dont l’issue n’est pas connue",
        "La dernière nouvelle a plus de six mois, délai au-delà duquel le silence vaut rejet : l’issue n’est pas "
        "connue.",
    )
    # -- Effect --------------------------------------------------------------------------------------------
    PAS_SIGNE = (
        "attend-la-signature",
        Track.EFFET,
        DEDUIT,
        "CT L2231-3",
        "Un texte qui n’est pas signé n’a pas d’effet",
        "Le texte n’est pas encore signé.",
    )
    PAS_AGREE = (
        "attend-l-agrement",
        Track.EFFET,
        DEDUIT,
        "CASF L314-6",
        "Un texte soumis à l’agrément n’a pas d’effet avant lui",
        "L’agrément n’est pas donné.",
    )
    PAS_ETENDU = (
        "attend-l-extension",
        Track.EFFET,
        DEDUIT,
        "clause du texte",
        "Un texte dont la clause attend l’extension",
        "La clause du texte attend l’extension, qui n’est pas décidée.",
    )
    MIROIR = (
        "clause-miroir",
        Track.EFFET,
        DEDUIT,
        "clause miroir",
        "Un texte qui ne s’applique qu’avec un autre",
        "L’autre texte n’est pas signé ou pas agréé, ou est sans effet.",
    )
    SANS_ECRIT = (
        "repute-non-ecrit-donc-sans-effet",
        Track.EFFET,
        DEDUIT,
        "CT L2231-9",
        "Un texte réputé non écrit est sans effet",
        "Le texte est réputé non écrit.",
    )
    SANS_AGREMENT = (
        "refuse-donc-sans-effet",
        Track.EFFET,
        DEDUIT,
        "CASF L314-6",
        "Un texte dont l’agrément est refusé ou annulé est sans effet",
        "L’agrément est refusé ou annulé.",
    )
    EXTENSION_REFUSEE = (
        "extension-refusee-donc-sans-effet",
        Track.EFFET,
        DEDUIT,
        "clause du texte",
        "Un texte dont la clause attend une extension refusée",
        "La clause du texte attend l’extension, qui est refusée.",
    )
    CLAUSE = (
        "clause-d-effet",
        Track.EFFET,
        DEDUIT,
        "CT L2261-1",
        "Le jour que donne la clause du texte",
        "La clause du texte et les décisions qu’elle attend donnent le jour.",
    )
    FORMULE = (
        "formule-de-l-arrete",
        Track.EFFET,
        DEDUIT,
        "CASF L314-6",
        "Le jour que donne l’arrêté à un texte qui n’en donne pas",
        "Le texte prend effet une fois agréé, sans dire quel jour ; l’arrêté qui l’agrée le dit alors : celui de sa "
        "publication, ou de sa notification aux signataires.",
    )
    JOUR_A_VENIR = (
        "jour-d-effet-a-venir",
        Track.EFFET,
        DEDUIT,
        "CT L2261-1",
        "Avant le jour d’effet, pas encore d’effet",
        "Le jour d’effet est connu, et n’est pas venu.",
    )
    ARRETE_PUBLIE = (
        "lendemain-du-journal-officiel",
        Track.EFFET,
        DEDUIT,
        "Code civil, article 1er",
        "Un arrêté publié est en vigueur le lendemain",
        "L’arrêté de fusion est publié au Journal officiel.",
    )
    TERME = (
        "terme",
        Track.EFFET,
        DEDUIT,
        "CT L2222-4",
        "Un texte à durée déterminée cesse à son terme",
        "Son dernier jour est passé.",
    )
    REMPLACANT = (
        "texte-qui-le-remplace",
        Track.EFFET,
        DEDUIT,
        "CT L2261-8",
        "Le texte qui le remplace a pris effet",
        "Le texte qui le remplace est ou a été en vigueur. Un avenant est remplacé avec le texte qu’il modifie, quand "
        "il n’en modifie qu’un.",
    )
    SURVIE = (
        "fin-de-la-survie",
        Track.EFFET,
        DEDUIT,
        "CT L2261-9, L2261-10",
        "Un texte dénoncé cesse au bout de sa survie",
        "Trois mois de préavis et un an de survie sont passés.",
    )
    AGREE_SANS_CLAUSE = (
        "agree-sans-clause-lue",
        Track.EFFET,
        PROBABLE,
        "CASF L314-6, formule habituelle des arrêtés",
        "Un texte agréé dont le jour d’effet n’est pas lu",
        "Les arrêtés agréent « à compter de la date prévue dans le texte ou, à défaut, de la publication » : à ce "
        "délai du Journal officiel, dix-neuf textes sur vingt ont pris effet.",
    )
    DATE_DE_LA_BASE = (
        "date-de-la-base-officielle",
        Track.EFFET,
        PROBABLE,
        "base KALI, date de début",
        "Le jour depuis lequel la base officielle tient le texte en vigueur",
        "La base officielle donne une date autre que celle du texte.",
    )
    EFFET_SANS_JOUR = (
        "effet-sans-jour", Track.EFFET, PROBABLE, "délais connus",
        "Un texte tenu en vigueur, dont le jour d’effet n’est pas connu",
        "La base officielle tient le texte en vigueur sans dire depuis quand ; dix-neuf fois sur vingt, il a pris "
        "effet à ce délai de la signature.",
    )  # fmt: skip


def weakened(state: State, *premises: State) -> State:
    """A conclusion is never firmer than what it follows from: the weakest premise gives its rule and its strength."""
    for premise in premises if state.certainty else ():
        if premise.certainty == Certainty.PROBABLE:
            return state._replace(certainty=premise.certainty, rule=premise.rule)
    return state
