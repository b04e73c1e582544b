"""What may follow each state under the law: told as what the procedure allows, never as a forecast.

The one place of these words: the sentence stands in the glossary and beside the state, the steps are drawn
after what happened. The meaning of a state itself is in `vocabulary`.
"""

from dataclasses import dataclass

from agreements.law.vocabulary import (
    STATES,
    AgrementState,
    EffectState,
    ExtensionState,
    SignatureState,
    Track,
)
from portal.french.words import Word


@dataclass(frozen=True)
class FollowUp:
    """The sentence, with its articles; the steps in few words, in their order."""

    sentence: str
    steps: tuple[str, ...] = ()


OPINION, APPROVAL = "avis de la commission", "arrêté publié au JO, ou refus"

FOLLOW_UPS: dict[Track, dict[Word, FollowUp]] = {
    Track.SIGNATURE: {
        SignatureState.NEGOCIATION: FollowUp(
            "Peut suivre : un texte mis à la signature ; la loi n’y oblige pas et n’en fixe pas la date.",
            ("mise à la signature", "signature"),
        ),
        SignatureState.OUVERT: FollowUp(
            "Peuvent suivre : des signatures, au seuil de 30 % des suffrages du côté des salariés (CT L. 2232-6), "
            "puis la notification du texte (CT L. 2231-5) ; ou l’échec de la mise à la signature.",
            ("signature", "notification et délai d’opposition"),
        ),
        SignatureState.SIGNE: FollowUp(
            "Peuvent suivre : une opposition majoritaire dans les quinze jours de la notification (CT L. 2232-6), "
            "l’adhésion d’autres organisations (CT L. 2261-3) et, selon le texte, l’agrément ou l’extension."
        ),
        SignatureState.REPUTE_NON_ECRIT: FollowUp(
            "Rien ne suit pour ce texte (CT L. 2231-9) ; un autre peut être négocié."
        ),
        SignatureState.INCONNU: FollowUp("Une source qui le dirait changerait cet état, et rien d’autre."),
    },
    Track.AGREMENT: {
        AgrementState.SANS_OBJET: FollowUp("Rien n’est attendu de ce côté : l’effet n’en dépend pas."),
        AgrementState.INCONNU: FollowUp(
            "Une demande, un avis ou une décision peuvent exister sans avoir été lus. Un texte soumis à l’agrément "
            "ne prend effet qu’après lui (CASF L. 314-6).",
            ("demande d’agrément", OPINION, APPROVAL),
        ),
        AgrementState.EN_COURS: FollowUp(
            "Peuvent suivre : l’avis de la commission nationale d’agrément, puis la décision du ministre, qui agrée "
            "ou refuse (CASF L. 314-6). Aucune source lue ne permet de dire ce que vaut son silence.",
            (OPINION, APPROVAL),
        ),
        AgrementState.AVIS_FAVORABLE: FollowUp(
            "Peut suivre : la décision du ministre, qui agrée ou refuse (CASF L. 314-6). Un avis n’est pas cette "
            "décision.",
            (APPROVAL,),
        ),
        AgrementState.AVIS_DEFAVORABLE: FollowUp(
            "Peut suivre : la décision du ministre, qui refuse ou agrée (CASF L. 314-6). Un avis n’est pas cette "
            "décision.",
            (APPROVAL,),
        ),
        AgrementState.AGREE: FollowUp(
            "Peut suivre : le jour d’effet que dit le texte, s’il est valide. L’agrément ne rend pas le texte "
            "obligatoire pour ceux qu’aucune organisation signataire n’engage (CT L. 2262-1). Il arrive qu’un juge "
            "l’annule."
        ),
        AgrementState.REFUSE: FollowUp(
            "Peut suivre : un recours, ou un autre texte. Il est arrivé qu’un texte refusé soit agréé ensuite."
        ),
        AgrementState.SANS_SUITE: FollowUp(
            "Tant qu’il n’est pas agréé, le texte ne prend pas effet (CASF L. 314-6). Toute partie signataire peut "
            "demander l’agrément (CASF R. 314-197)."
        ),
        AgrementState.ANNULE: FollowUp(
            "Sans agrément, un texte qui y est soumis ne prend pas effet (CASF L. 314-6). Une nouvelle décision "
            "changerait cet état."
        ),
    },
    Track.EXTENSION: {
        ExtensionState.SANS_OBJET: FollowUp("Rien n’est attendu de ce côté."),
        ExtensionState.INCONNU: FollowUp(
            "Une demande ou un arrêté peuvent exister sans avoir été lus. Sans extension, le texte oblige les "
            "signataires et leurs membres (CT L. 2262-1).",
            ("demande d’extension", APPROVAL),
        ),
        ExtensionState.NON_ETENDU: FollowUp(
            "Le texte oblige les signataires et leurs membres (CT L. 2262-1). Une extension peut encore être demandée "
            "(CT L. 2261-24).",
        ),
        ExtensionState.EN_COURS: FollowUp(
            "Peuvent suivre : un avis au Journal officiel, quinze jours d’observations (CT D. 2261-3), un avis "
            "motivé (CT L. 2261-15), puis un arrêté qui étend, étend avec exclusions ou réserves, ou refuse (CT "
            "L. 2261-25). Plus de six mois de silence valent rejet de la demande (CT R. 2261-4-7).",
            (APPROVAL,),
        ),
        ExtensionState.ETENDU: FollowUp(
            "L’extension dure ce que dure le texte (CT L. 2261-28) ; elle peut être abrogée (CT D. 2261-13)."
        ),
        ExtensionState.ETENDU_AVEC_RESERVES: FollowUp(
            "L’extension dure ce que dure le texte (CT L. 2261-28) ; elle peut être abrogée (CT D. 2261-13)."
        ),
        ExtensionState.REFUSE: FollowUp(
            "Le texte n’oblige que les signataires et leurs membres (CT L. 2262-1). Une nouvelle décision changerait "
            "cet état."
        ),
    },
    Track.EFFET: {
        EffectState.PAS_ENCORE: FollowUp(
            "Peut suivre : l’entrée en vigueur, quand les conditions du texte et de la loi sont réunies. Un texte "
            "soumis à l’agrément ne prend pas effet avant lui (CASF L. 314-6).",
            ("entrée en vigueur",),
        ),
        EffectState.EN_VIGUEUR: FollowUp(
            "Peuvent suivre : une révision (CT L. 2261-7), un texte qui le remplace (CT L. 2261-8), une dénonciation "
            "(CT L. 2261-9), ou son terme, s’il en a un (CT L. 2222-4)."
        ),
        EffectState.PLUS_EN_VIGUEUR: FollowUp(
            "Rien ne suit pour ce texte ; celui qui le remplace, s’il est connu, est indiqué sur sa page."
        ),
        EffectState.SANS_EFFET: FollowUp(
            "Après un refus, une nouvelle décision changerait cet état ; un texte réputé non écrit le reste (CT "
            "L. 2231-9)."
        ),
        EffectState.INCONNU: FollowUp(
            "La clause d’effet du texte, ou la décision dont il dépend, une fois lue, changerait cet état."
        ),
    },
}


def follow_up(track: Track, state: str) -> FollowUp:
    return FOLLOW_UPS[track][STATES[track](state)]
