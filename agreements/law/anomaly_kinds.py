"""The kinds of contradictions and gaps, with what each means to a reader."""

from portal.french.words import Word


class Group(Word):
    CONTRADICTION = "contradiction", "Ce qui ne peut pas être"
    MANQUE = "manque", "Ce qui manque"


class Kind(Word):
    """A kind of anomaly; `group` says whether it is a contradiction or a gap."""

    def __new__(cls, value, label, group, meaning):
        word = str.__new__(cls, value)
        word._value_ = value
        word.label, word.group, word.meaning = label, group, meaning
        return word

    VIGUEUR_SANS_AGREMENT = (
        "vigueur-sans-agrement",
        "dit en vigueur, agrément refusé",
        Group.CONTRADICTION,
        "Une source dit le texte en vigueur ou applicable ; l’agrément est refusé, annulé ou classé sans suite.",
    )
    ETENDU_SANS_SIGNATURE = (
        "etendu-sans-signature",
        "étendu, pas signé",
        Group.CONTRADICTION,
        "Le texte est étendu alors qu’il n’est pas signé, ou qu’il est réputé non écrit.",
    )
    ETENDU_SANS_AGREMENT = (
        "etendu-sans-agrement",
        "étendu, agrément refusé",
        Group.CONTRADICTION,
        "Le texte est étendu alors que son agrément est refusé, annulé ou classé sans suite.",
    )
    DATES_INVERSEES = (
        "dates-inversees",
        "une date avant celle qui doit la précéder",
        Group.CONTRADICTION,
        "Un fait est daté d’avant un autre qui doit le précéder.",
    )
    FAITS_INCOMPATIBLES = (
        "faits-incompatibles",
        "deux faits qui vont mal ensemble",
        Group.CONTRADICTION,
        "Un même acte dit oui et non, une signature suit l’agrément, une décision est enregistrée deux fois.",
    )
    SOURCES_DIVERGENTES = (
        "sources-divergentes",
        "deux sources se contredisent",
        Group.CONTRADICTION,
        "Les sources donnent plusieurs valeurs ; toutes sont gardées et montrées.",
    )
    SANS_SIGNATAIRE = (
        "sans-signataire",
        "signé, aucun signataire connu",
        Group.MANQUE,
        "Le texte est signé et aucune source lue ne nomme qui l’a signé.",
    )
    SANS_DATE = (
        "sans-date",
        "texte sans date",
        Group.MANQUE,
        "Aucune source lue ne donne la date que porte le texte.",
    )
    FAIT_SANS_DATE = (
        "fait-sans-date",
        "décision sans date",
        Group.MANQUE,
        "Une décision est connue, et aucune source lue ne dit son jour : elle compte de la source qui la rapporte.",
    )
    JO_NON_LU = (
        "jo-non-lu",
        "arrêté dont le JO n’est pas lu",
        Group.MANQUE,
        "L’arrêté est connu par sa date ; celle de sa publication, d’où il compte, n’a pas été lue.",
    )
    AGREMENT_INCONNU = (
        "agrement-inconnu",
        "dit en vigueur par KALI, agrément inconnu",
        Group.MANQUE,
        "La base officielle dit le texte en vigueur, et aucune source lue ne dit son agrément.",
    )
    EFFET_INCONNU = (
        "effet-inconnu",
        "agréé, jour d’effet inconnu",
        Group.MANQUE,
        "Le texte est agréé et signé ; sa clause d’effet n’a pas été lue, ou ne donne pas de jour.",
    )
    RELATION_SANS_SOURCE = (
        "relation-sans-source",
        "lien avec un autre texte, sans source",
        Group.MANQUE,
        "Le lien entre deux textes n’est rapporté à aucune source.",
    )
    SANS_LIEN = (
        "sans-lien", "aucune source qu’on puisse ouvrir", Group.MANQUE,
        "Aucune des sources du texte n’a d’adresse.",
    )  # fmt: skip
