"""The changes of a period as a table."""

from collections.abc import Iterable, Iterator

from agreements.finding.filters import SituationFilter
from agreements.pages.changes import Between, PeriodForm
from agreements.pages.listing import asked
from agreements.reading.changes import Change, TrackChange
from portal.french.writing import date_fr
from portal.web.addresses import absolute
from portal.web.files.tables import Table, several, table_view, together
from portal.web.parameters import reads

CHANGE_COLUMNS = {
    "le": "Le jour du dernier changement de la période.",
    "identifiant": "Le nom permanent du texte dans les adresses du portail.",
    "référence": "Comment on nomme le texte.",
    "titre": "Son titre.",
    "codes des conventions": "Les identifiants de ses conventions.",
    "conventions": "Leurs noms.",
    "piste": "Ce qui a changé : signature, agrément, extension ou effet.",
    "avant": "L’état du premier jour ; vide si rien n’était connu du texte.",
    "après": "L’état du dernier jour.",
    "fait": "Ce qui l’a changé, quand un fait l’a fait et non le seul jour venu.",
    "NOR": "Le numéro NOR de l’acte.",
    "publié au JO le": "Le jour de sa publication au Journal officiel.",
    "source": "Les documents qui le disent.",
    "page": "L’adresse de la page du texte.",
}


def period_heading(between: Between) -> str:
    """« Ce qui a changé du… au… : textes de la convention CCN 66 »."""
    told = f"Ce qui a changé du {date_fr(between.since)} au {date_fr(between.until)}"
    if between.filterset.chosen.keys() <= {"perimetre"}:
        return told
    return f"{told} : {between.heading[:1].lower()}{between.heading[1:]}"


@reads(SituationFilter, PeriodForm)
@table_view
def changes_table(request):
    between, refused = asked(Between, request)
    if refused:
        return refused
    name = f"changements-{between.since}-{between.until}"
    changed = between.period.changed
    rows = change_rows(between.period.read(changed))
    return Table(name, period_heading(between), CHANGE_COLUMNS, rows, len(changed))


def change_rows(changes: Iterable[Change]) -> Iterator[tuple]:
    """One line for each track that changed; one also for a text of which nothing is known but that it is there."""
    for change in changes:
        agreement, among = change.agreement, change.among
        text = (
            change.on,
            agreement.slug,
            agreement.reference,
            agreement.title,
            several(among.conventions_of(agreement.pk)),
            several(among.convention_names(agreement.pk)),
        )
        url = absolute(agreement.get_absolute_url())
        for told in map(told_of, change.tracks) if change.tracks else [("",) * 7]:
            yield (*text, *told, url)


def told_of(track: TrackChange) -> tuple:
    """What changed on a track, by what, and who says so."""
    events = [turn.event for turn in track.turns if turn.event]
    acts = [event.act for event in events if event.act]
    published = [act.published_on for act in acts if act.published_on]
    return (
        track.track.label,
        track.before.label if track.before else "",
        track.after.label,
        several(events),
        several(act.nor for act in acts if act.nor),
        together(published),
        several(source.title for turn in track.turns if turn.event for source in turn.sources),
    )
