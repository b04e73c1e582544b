"""The conventions and the organisations to take away, as tables."""

from agreements.law.vocabulary import College
from agreements.pages.conventions import BAD_SCOPE, ScopeForm, conventions_within
from agreements.pages.organisations import organisations_on
from portal.web.addresses import absolute
from portal.web.answers import bad_request
from portal.web.files.tables import Table, several, table_view, together
from portal.web.parameters import reads

CONVENTION_COLUMNS = {
    "identifiant": "Le nom permanent de la convention dans les adresses du portail.",
    "IDCC": "Son numéro au ministère du travail.",
    "nom": "Comment on la nomme.",
    "nom complet": "Son titre.",
    "du secteur": "Oui : elle est du secteur social et médico-social privé non lucratif.",
    "soumise à l’agrément": "Oui si la loi ou une source le dit, non de même ; vide : on ne le sait pas.",
    "accords recensés": "Combien de ses textes sont connus au jour du tableau.",
    "rattachée à": "La convention à laquelle un arrêté l’a rattachée.",
    "rattachée depuis le": "Le jour de la publication de cet arrêté au Journal officiel, à défaut de l’arrêté.",
    "page": "L’adresse de sa page.",
}
ORGANISATION_COLUMNS = {
    "identifiant": "Le nom permanent de l’organisation dans les adresses du portail.",
    "nom": "Comment on la nomme.",
    "nom complet": "Son nom entier.",
    "sigle": "Son sigle.",
    "collège": "Employeurs ou salariés.",
    "confédération": "La confédération dont elle est membre.",
    "accords qui la lient": "Combien de textes elle a signés ou rejoints, au jour du tableau.",
    "page": "L’adresse de sa page.",
}


@reads(ScopeForm)
@table_view
def conventions_table(request):
    found = conventions_within(request)
    if found is None:
        return bad_request(request, [BAD_SCOPE], as_json=False)
    rows = (
        (
            row.convention.slug,
            row.convention.idcc,
            row.convention.name,
            row.convention.full_name,
            yes(row.convention.in_sector),
            yes(row.convention.subject_to_agrement),
            row.count,
            several(one.attached_to.name for one in row.attachments),
            together(one.act.published_on or one.act.on for one in row.attachments),
            absolute(row.convention.get_absolute_url()),
        )
        for row in found
    )
    return Table(f"conventions-{request.day}", "Les conventions recensées", CONVENTION_COLUMNS, rows)


@reads()
@table_view
def organisations_table(request):
    rows = (
        (
            organisation.slug,
            organisation.name,
            organisation.full_name,
            organisation.acronym,
            College.label_of(organisation.college),
            organisation.confederation,
            count,
            absolute(organisation.get_absolute_url()),
        )
        for organisation, count in organisations_on(request)
    )
    return Table(f"organisations-{request.day}", "Les organisations recensées", ORGANISATION_COLUMNS, rows)


def yes(told: bool | None) -> str:
    return "" if told is None else "oui" if told else "non"
