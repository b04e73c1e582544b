"""The columns of the file of associations: their names, what they hold, which may be empty."""

#: In the order of the sample file; the order of a file is free.
COLUMNS = {
    "siren": "Neuf chiffres, contrôlés. Vide si le code suffit.",
    "code": "Identifiant de la page : lettres sans accent, chiffres et tirets. Vide si le SIREN suffit.",
    "nom": "Nom de l’association. Jamais celui d’une personne.",
    "region": "Nom ou identifiant de la région : « Bretagne », « bretagne ».",
    "effectif": "Nombre de salariés. Vide s’il n’est pas connu.",
    "secteurs": "Secteurs et leurs nombres d’établissements : « handicap:3|insertion:1 ».",
    "conventions": "Conventions appliquées, avec depuis quand si on le sait : « ccn-66:2001-01-01|chrs ».",
    "organisation": "Adhésions : « nexem:2017-01-01 », « nexem:2017-01-01:2020-12-31 » si elle a pris fin.",
}
REQUIRED = ("nom", "region")
#: Written by the exports; a line of the demonstration set is never taken.
MARK = "demonstration"
