"""The texts of the sector by what their state leaves to settle; the state is worked out, and kept nowhere."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet

from agreements.admin.state import Life
from agreements.admin.work.memory import lives_now
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import FIRM, PENDING, STATES, AgrementState, EffectState, SignatureState, Track
from agreements.models import Agreement
from portal.web import as_of


def says(life: Life, track: Track, *words) -> bool:
    state = life.on(track)
    return state is not None and state.word in words


def is_probable(life: Life, track: Track) -> bool:
    state = life.on(track)
    return state is not None and state.certainty is not None and state.certainty not in FIRM


def is_stale(life: Life) -> bool:
    rules = (Rule.AGREMENT_SANS_ISSUE, Rule.EXTENSION_SANS_ISSUE)
    return any(state.rule in rules for state in life.tracks)


#: What a state leaves to settle, by the value of its address.
TO_SETTLE: dict[str, tuple[str, Callable[[Life], bool]]] = {
    "agrement-attendu": (
        "agrément attendu",
        lambda life: says(life, Track.AGREMENT, *PENDING[Track.AGREMENT]),
    ),
    "agrement-inconnu": (
        "signé, agrément inconnu",
        lambda life: (
            says(life, Track.SIGNATURE, SignatureState.SIGNE)
            and says(life, Track.AGREMENT, AgrementState.INCONNU)
        ),
    ),
    "agrement-probable": ("agrément seulement probable", lambda life: is_probable(life, Track.AGREMENT)),
    "extension-attendue": (
        "extension attendue",
        lambda life: says(life, Track.EXTENSION, *PENDING[Track.EXTENSION]),
    ),
    "sans-issue": ("procédure ancienne, issue non connue", is_stale),
    "effet-inconnu": (
        "agréé, effet inconnu",
        lambda life: (
            says(life, Track.AGREMENT, AgrementState.AGREE) and says(life, Track.EFFET, EffectState.INCONNU)
        ),
    ),
}


def of_the_sector() -> QuerySet:
    sector = Agreement.objects.filter(conventions__in_sector=True).order_by()
    return sector.values_list("pk", flat=True).distinct()


def to_settle() -> dict[str, list[int]]:
    """The texts of the sector, by what they leave to settle today."""
    told = lives_now(of_the_sector(), as_of.today())
    return {key: [pk for pk, life in told.items() if is_so(life)] for key, (_, is_so) in TO_SETTLE.items()}


class OfTrack(admin.SimpleListFilter):
    """The texts of the sector whose state of today, on one track, is this word."""

    track: Track

    def lookups(self, request, model_admin):
        return [(word.value, word.label) for word in STATES[self.track]]

    def queryset(self, request, queryset):
        if self.value() not in {word.value for word in STATES[self.track]}:
            return queryset
        told = lives_now(of_the_sector(), as_of.today())
        return queryset.filter(
            pk__in=[pk for pk, life in told.items() if says(life, self.track, self.value())]
        )


def of_track(track: Track) -> type[OfTrack]:
    told = {
        "track": track,
        "title": f"{track.label} aujourd’hui, dans le secteur",
        "parameter_name": track.value,
    }
    return type(f"Of{track.name.title()}", (OfTrack,), told)


class InState(admin.SimpleListFilter):
    title = "état à régler, dans le secteur"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [(key, label) for key, (label, _) in TO_SETTLE.items()]

    def queryset(self, request, queryset):
        if self.value() not in TO_SETTLE:
            return queryset
        return queryset.filter(pk__in=to_settle()[self.value()])
