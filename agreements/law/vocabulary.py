"""The words of the portal: every status, track and nature, with its French label and its meaning.

Each word is spelled once, here. The value is permanent (it stands in URLs and in the JSON), the label is
what a reader sees, the meaning is the sentence of the glossary. Neither Django nor the database is known
here, so that the life-cycle can be read and tested alone.
"""

from portal.french.words import Word


class Track(Word):
    """The four tracks on which the state of an agreement is told, and the facts that change none of them."""

    SIGNATURE = "signature", "Signature", "La négociation, la signature et l’opposition."
    AGREMENT = "agrement", "Agrément", "La décision du ministre chargé de l’action sociale (CASF L. 314-6)."
    EXTENSION = "extension", "Extension", "La décision du ministre du travail (CT L. 2261-15)."
    EFFET = "effet", "Effet", "Le jour où le texte s’applique, et celui où il cesse de s’appliquer."
    AUTRE = "autre", "Autre fait", "Un fait de procédure qui ne change aucun état."


class StateWord(Word):
    """A state of a track; `probably` is its label where it is only probable."""

    def __new__(cls, value, label, meaning, probably=""):
        word = str.__new__(cls, value)
        word._value_ = value
        word.label, word.meaning = label, meaning
        word.probably = probably or f"Probablement {label[:1].lower()}{label[1:]}"
        return word

    def shown(self, probable: bool) -> str:
        """« Agréé », « Probablement agréé »."""
        return self.probably if probable else self.label


class SignatureState(StateWord):
    NEGOCIATION = "negociation", "En négociation", "Le texte est discuté ; aucun accord n’est signé."
    OUVERT = "ouvert", "Ouvert à la signature", "Le texte est arrêté ; les organisations peuvent le signer."
    SIGNE = (
        "signe",
        "Signé",
        "Au moins une organisation de chaque partie l’a signé ; ou qui le prend seul, employeur ou ministre, l’a pris.",
    )
    REPUTE_NON_ECRIT = (
        "repute-non-ecrit",
        "Réputé non écrit",
        "Des syndicats majoritaires s’y sont opposés : le texte est censé n’avoir jamais existé (CT L. 2231-9).",
    )
    INCONNU = "inconnu", "Inconnu", "Aucune source lue ne dit si le texte est signé."


class AgrementState(StateWord):
    SANS_OBJET = (
        "sans-objet",
        "Sans objet",
        "Il n’est pas soumis à l’agrément, n’est pas un accord signé ou est réputé non écrit : il n’y a rien à agréer.",
    )
    INCONNU = "inconnu", "Inconnu", "Aucune source lue ne dit où en est l’agrément."
    EN_COURS = "en-cours", "En attente", "Le texte est signé ; la décision n’est pas encore prise."
    AVIS_FAVORABLE = (
        "avis-favorable",
        "Avis favorable",
        "La commission nationale d’agrément a rendu un avis favorable ; l’arrêté n’est pas publié.",
        "Avis probablement favorable",
    )
    AVIS_DEFAVORABLE = (
        "avis-defavorable",
        "Avis défavorable",
        "La commission nationale d’agrément a rendu un avis défavorable ; la décision n’est pas connue.",
        "Avis probablement défavorable",
    )
    AGREE = (
        "agree",
        "Agréé",
        "L’agrément est donné : de ce côté, rien ne retient plus le texte (CASF L. 314-6).",
    )
    REFUSE = (
        "refuse",
        "Refusé",
        "Le ministre a refusé l’agrément : le texte ne prend pas effet (CASF L. 314-6).",
    )
    SANS_SUITE = (
        "sans-suite",
        "Classé sans suite",
        "Le dossier est clos sans décision : le texte n’est pas agréé.",
    )
    ANNULE = (
        "annule",
        "Agrément annulé",
        "Un juge a annulé l’agrément qui avait été donné.",
        "Agrément probablement annulé",
    )


class ExtensionState(StateWord):
    SANS_OBJET = (
        "sans-objet",
        "Sans objet",
        "Ce n’est pas un accord d’employeurs et de syndicats, ou il est réputé non écrit : il n’y a rien à étendre.",
    )
    INCONNU = "inconnu", "Inconnu", "Aucune source lue ne dit si l’extension est demandée ou décidée."
    NON_ETENDU = (
        "non-etendu",
        "Non étendu",
        "La base officielle le tient pour non étendu, ou sa convention ne l’est pas, ou son agrément est refusé.",
    )
    EN_COURS = "en-cours", "En attente", "Le texte est signé ; la décision n’est pas encore prise."
    ETENDU = "etendu", "Étendu", "Le texte oblige tous les employeurs et salariés du champ (CT L. 2261-15)."
    ETENDU_AVEC_RESERVES = (
        "etendu-avec-reserves",
        "Étendu avec réserves",
        "Le texte est étendu, sauf les clauses exclues ou sous les réserves que dit l’arrêté (CT L. 2261-25).",
    )
    REFUSE = (
        "refuse",
        "Extension refusée",
        "Le ministre du travail a refusé l’extension (CT L. 2261-25).",
        "Extension probablement refusée",
    )


class EffectState(StateWord):
    PAS_ENCORE = (
        "pas-encore",
        "Pas encore en vigueur",
        "Une condition manque encore, ou le jour n’est pas venu.",
    )
    EN_VIGUEUR = "en-vigueur", "En vigueur", "Le texte produit ses effets entre ceux qu’il lie."
    PLUS_EN_VIGUEUR = (
        "plus-en-vigueur",
        "Plus en vigueur",
        "Le texte a cessé : remplacé, dénoncé ou arrivé à son terme.",
        "N’est probablement plus en vigueur",
    )
    SANS_EFFET = (
        "sans-effet",
        "Sans effet",
        "Le texte ne produit aucun effet : refusé, annulé ou réputé non écrit.",
    )
    INCONNU = "inconnu", "Inconnu", "Les sources lues ne permettent pas de dire si le texte s’applique."


STATES = {
    Track.SIGNATURE: SignatureState,
    Track.AGREMENT: AgrementState,
    Track.EXTENSION: ExtensionState,
    Track.EFFET: EffectState,
}
#: The states that await a decision, by track: they are told with the day of their fact, never as news.
PENDING = {
    Track.AGREMENT: [AgrementState.EN_COURS, AgrementState.AVIS_FAVORABLE, AgrementState.AVIS_DEFAVORABLE],
    Track.EXTENSION: [ExtensionState.EN_COURS],
}


class Certainty(Word):
    """How a state is known; a state that is not known has none."""

    ETABLI = "etabli", "Établi", "Une source le dit."
    DEDUIT = "deduit", "Déduit", "Cela suit de faits établis, par un article ou par la clause du texte."
    PROBABLE = "probable", "Probable", "C’est l’usage, à la fréquence mesurée sur ce que l’on sait."


#: What may be told as news, dated in a calendar, or opposed to a funder: never what is probable.
FIRM = (Certainty.ETABLI, Certainty.DEDUIT)


class Mode(Word):
    """What an organisation did to a text."""

    SIGNATURE = "signature", "signature", "A signé pendant la mise à la signature."
    ADHESION = "adhesion", "adhésion", "A adhéré après coup, pour le tout (CT L. 2261-3)."
    OPPOSITION = "opposition", "opposition", "S’est opposée par écrit, avec ses motifs (CT L. 2231-8)."
    RETRAIT = "retrait", "retrait", "A retiré sa signature ou son adhésion."


class College(Word):
    EMPLOYEUR = "employeur", "Employeurs"
    SALARIE = "salarie", "Salariés"


class AgreementKind(Word):
    AVENANT = "avenant", "avenant"
    PROTOCOLE = "protocole", "protocole"
    ACCORD = "accord", "accord"
    ACCORD_CADRE = "accord-cadre", "accord-cadre"
    CONVENTION = "convention", "convention"
    DECISION = "decision", "décision unilatérale"
    RECOMMANDATION = "recommandation", "recommandation patronale"
    ADHESION = "adhesion", "adhésion"
    DENONCIATION = "denonciation", "dénonciation"
    ARRETE = "arrete", "arrêté de fusion"
    ANNEXE = "annexe", "annexe"
    ADDITIF = "additif", "additif"
    RECTIFICATIF = "rectificatif", "rectificatif"
    AVIS = "avis", "avis d’interprétation"
    DELIBERATION = "deliberation", "délibération"
    PROCES_VERBAL = "proces-verbal", "procès-verbal"
    DECLARATION = "declaration", "déclaration"
    DOCUMENT = "document", "document"
    NEGOCIATION = "negociation", "négociation"


class Nature(Word):
    """What happened. `track` says on which track it stands, `state` which state it opens (none: informs only)."""

    def __new__(cls, value, label, track, state=None):
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = ""
        word.track = track
        word.state = state
        return word

    # Negotiation, signature, opposition (CT L2231-1 to L2232-7)
    ETAPE = "etape", "étape de négociation", Track.SIGNATURE, SignatureState.NEGOCIATION
    PROJET = "projet", "projet présenté", Track.SIGNATURE, SignatureState.NEGOCIATION
    OUVERTURE = "ouverture", "mise à la signature", Track.SIGNATURE, SignatureState.OUVERT
    CLOTURE = "cloture", "clôture de la mise à la signature", Track.SIGNATURE
    SIGNE = "signe", "signé", Track.SIGNATURE, SignatureState.SIGNE
    NON_SIGNATURE = "non-signature", "refus de signer d’une organisation", Track.SIGNATURE
    ECHEC = "echec", "aucune organisation de salariés n’a signé", Track.SIGNATURE, SignatureState.NEGOCIATION
    NOTIFICATION = (
        "notification",
        "notification, début du délai d’opposition",
        Track.SIGNATURE,
        SignatureState.SIGNE,
    )
    FIN_OPPOSITION = "fin-opposition", "fin du délai d’opposition", Track.SIGNATURE, SignatureState.SIGNE
    OPPOSITION_ANNONCEE = "opposition-annoncee", "opposition annoncée", Track.SIGNATURE
    OPPOSITION_MINORITAIRE = (
        "opposition-minoritaire",
        "opposition non majoritaire",
        Track.SIGNATURE,
        SignatureState.SIGNE,
    )
    OPPOSITION_MAJORITAIRE = (
        "opposition-majoritaire",
        "opposition majoritaire",
        Track.SIGNATURE,
        SignatureState.REPUTE_NON_ECRIT,
    )
    REPUTE_NON_ECRIT = (
        "repute-non-ecrit",
        "réputé non écrit",
        Track.SIGNATURE,
        SignatureState.REPUTE_NON_ECRIT,
    )
    VALIDE = "valide", "valide", Track.SIGNATURE, SignatureState.SIGNE
    ADHESION = "adhesion", "adhésion", Track.SIGNATURE
    ANNONCE = "annonce", "annonce", Track.SIGNATURE

    # Ministerial approval (CASF L314-6, R314-197 to R314-200)
    DEMANDE_AGREMENT = "demande-agrement", "agrément demandé", Track.AGREMENT, AgrementState.EN_COURS
    AGREMENT_EN_COURS = "agrement-en-cours", "agrément en cours", Track.AGREMENT, AgrementState.EN_COURS
    SEANCE_CNA = "seance-cna", "séance de la commission annoncée", Track.AGREMENT, AgrementState.EN_COURS
    AVIS_CNA = "avis-cna", "avis de la commission, sens non lu", Track.AGREMENT, AgrementState.EN_COURS
    AVIS_FAVORABLE = (
        "avis-favorable",
        "avis favorable de la commission",
        Track.AGREMENT,
        AgrementState.AVIS_FAVORABLE,
    )
    AVIS_DEFAVORABLE = (
        "avis-defavorable",
        "avis défavorable de la commission",
        Track.AGREMENT,
        AgrementState.AVIS_DEFAVORABLE,
    )
    AGREE = "agree", "agréé", Track.AGREMENT, AgrementState.AGREE
    REFUS_AGREMENT = "refus-agrement", "agrément refusé", Track.AGREMENT, AgrementState.REFUSE
    SANS_SUITE = "sans-suite", "classé sans suite", Track.AGREMENT, AgrementState.SANS_SUITE
    RECOURS = "recours", "recours gracieux", Track.AGREMENT
    ANNULATION_AGREMENT = (
        "annulation-agrement",
        "agrément annulé par le juge",
        Track.AGREMENT,
        AgrementState.ANNULE,
    )
    DECISION_DU_JUGE = "decision-du-juge", "décision du juge", Track.AGREMENT
    ISSUE_NON_LUE = "issue-non-lue", "issue non lue en entier", Track.AGREMENT

    # Extension (CT L2261-15 to L2261-28)
    DEMANDE_EXTENSION = "demande-extension", "extension demandée", Track.EXTENSION, ExtensionState.EN_COURS
    EXTENSION_EN_COURS = "extension-en-cours", "extension en cours", Track.EXTENSION, ExtensionState.EN_COURS
    AVIS_JO = "avis-jo", "avis d’extension au JO", Track.EXTENSION, ExtensionState.EN_COURS
    AVIS_SOUS_COMMISSION = (
        "avis-sous-commission",
        "avis de la sous-commission",
        Track.EXTENSION,
        ExtensionState.EN_COURS,
    )
    ETENDU = "etendu", "étendu", Track.EXTENSION, ExtensionState.ETENDU
    ETENDU_AVEC_RESERVES = (
        "etendu-avec-reserves",
        "étendu avec exclusions ou réserves",
        Track.EXTENSION,
        ExtensionState.ETENDU_AVEC_RESERVES,
    )
    ELARGI = "elargi", "élargi à un autre champ", Track.EXTENSION
    REFUS_EXTENSION = "refus-extension", "extension refusée", Track.EXTENSION, ExtensionState.REFUSE

    # Effect and end (CT L2261-1, L2222-4, L2261-8 to L2261-10, L2262-15)
    ENTREE_EN_VIGUEUR = "entree-en-vigueur", "entrée en vigueur", Track.EFFET, EffectState.EN_VIGUEUR
    APPLICATION = "application", "applicable à compter de", Track.EFFET
    APPLICATION_PARTIELLE = "application-partielle", "une mesure applicable à compter de", Track.EFFET
    CONSTAT_EN_VIGUEUR = "constat-en-vigueur", "dit en vigueur par la base officielle", Track.EFFET
    REMPLACE = "remplace", "remplacé", Track.EFFET, EffectState.PLUS_EN_VIGUEUR
    ABROGE = "abroge", "abrogé", Track.EFFET, EffectState.PLUS_EN_VIGUEUR
    DENONCE = "denonce", "dénoncé par tous les signataires d’un côté", Track.EFFET
    DENONCE_EN_PARTIE = "denonce-en-partie", "dénoncé par une partie des signataires", Track.EFFET
    ANNULE_PAR_LE_JUGE = "annule-par-le-juge", "annulé par le juge", Track.EFFET, EffectState.SANS_EFFET

    # Facts that change no state
    DEPOT = "depot", "dépôt", Track.AUTRE
    PUBLICATION_BOCC = "publication-bocc", "publication au Bulletin officiel", Track.AUTRE
    PUBLICATION_JO = "publication-jo", "publication au Journal officiel", Track.AUTRE
    AGREMENT_AUTRE = "agrement-autre", "agrément d’une autre nature que celui du CASF", Track.AUTRE
    FAIT = "fait", "fait", Track.AUTRE


#: How events tell an arrêté that names a part of the articles only: an earlier one may have extended the rest.
EXTENDED_IN_PART = "étendu, pour une partie des articles"
EXTENDED_AS_AMENDED = "étendu, pour des articles dans une rédaction modifiée"


class EffectRuleKind(Word):
    """How a text says when it takes effect: the rule is the fact, the date is derived."""

    DATE_FIXE = "date-fixe", "à une date fixe"
    MOIS_SUIVANT_AGREMENT = "mois-suivant-agrement", "le 1er jour du mois suivant l’agrément"
    MOIS_SUIVANT_JO_AGREMENT = (
        "mois-suivant-jo-agrement",
        "le 1er jour du mois suivant la publication au JO de l’arrêté d’agrément",
    )
    LENDEMAIN_JO_AGREMENT = (
        "lendemain-jo-agrement",
        "le lendemain de la publication au JO de l’arrêté d’agrément",
    )
    A_L_AGREMENT = "a-l-agrement", "dès l’agrément"
    SELON_L_ARRETE = (
        "selon-l-arrete",
        "sous réserve d’agrément, le jour que donne l’arrêté qui l’agrée",
    )
    DATE_OU_MOIS_SUIVANT_JO = (
        "date-ou-mois-suivant-jo",
        "au plus tôt à une date, à défaut le 1er jour du mois suivant la publication au JO de l’arrêté d’agrément",
    )
    A_L_EXTENSION = "a-l-extension", "dès l’extension"
    MOIS_SUIVANT_EXTENSION = "mois-suivant-extension", "le 1er jour du mois suivant l’extension"
    LENDEMAIN_EXTENSION = (
        "lendemain-jo-extension",
        "le lendemain de la publication au JO de l’arrêté d’extension",
    )
    MOIS_SUIVANT_LES_DEUX = (
        "mois-suivant-les-deux",
        "le 1er jour du mois suivant la publication des deux arrêtés, d’agrément et d’extension",
    )
    LENDEMAIN_DEPOT = "lendemain-depot", "le lendemain du dépôt (CT L. 2261-1)"
    A_LA_SIGNATURE = "a-la-signature", "dès la signature"
    TEXTE = "texte", "selon une clause qui ne donne pas de date"


class Reach(Word):
    """How far signing a convention, or adhering to it, binds (CT L. 2261-3, L. 2261-4)."""

    CONVENTION = "convention", "la convention et ses annexes"
    AVENANTS = "avenants", "la convention, ses annexes et tous ses avenants"
    ACCORDS = "accords", "la convention, ses annexes, tous ses avenants et les accords de ses signataires"


class RelationKind(Word):
    """What one text does to another; read « ce texte … l’autre »."""

    MODIFIE = "modifie", "modifie"
    REMPLACE = "remplace", "remplace"
    ABROGE = "abroge", "abroge"
    COMPLETE = "complete", "complète"
    REPREND = "reprend", "reprend"
    ADHERE = "adhere", "porte adhésion à"
    DENONCE = "denonce", "dénonce"
    MIROIR = "miroir", "ne s’applique qu’avec"
    LIE = "lie", "est lié à"
    AVENANT_A = "avenant-a", "est un avenant à"
    ANNEXE_A = "annexe-a", "est une annexe de"
    RECTIFIE = "rectifie", "rectifie"
    PERIME = "perime", "met fin à"


class ActKind(Word):
    ARRETE_AGREMENT = "arrete-agrement", "arrêté d’agrément"
    ARRETE_EXTENSION = "arrete-extension", "arrêté d’extension"
    ARRETE = "arrete", "arrêté"
    AVIS = "avis", "avis"
    JUGEMENT = "jugement", "jugement"


#: How far each state stands in its own procedure, on the tracks where one state follows another.
RANKS = {
    SignatureState: {"negociation": 1, "ouvert": 2, "signe": 3, "repute-non-ecrit": 4},
    AgrementState: {
        "en-cours": 1,
        "avis-defavorable": 2,
        "avis-favorable": 2,
        "sans-suite": 3,
        "refuse": 3,
        "agree": 4,
        "annule": 5,
    },
    ExtensionState: {"en-cours": 1, "refuse": 3, "etendu": 4, "etendu-avec-reserves": 4},
}


def rank(state: Word | None) -> int:
    return RANKS.get(type(state), {}).get(str(state), 0)
