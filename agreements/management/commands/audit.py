"""Measure the rules of deduction on what is known: precision, coverage, and the errors, by rule and convention."""

import time

from django.core.management.base import CommandError

from agreements.compiled.audit import ELSEWHERE, Audit, Tally, audit, covering
from agreements.law.deductions.measured import is_kept
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import Certainty
from portal.management.command import PortalCommand
from portal.web.as_of import BadDate, read_date, today

MOST_ERRORS = 10


class Command(PortalCommand):
    help = "Mesure chaque règle de déduction en cachant ce que l’on sait : justesse, étendue, erreurs."
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("--date", default="", help="le jour où compter ce qui est dit (aujourd’hui)")
        parser.add_argument("--erreurs", action="store_true", help="toutes les erreurs, et non les premières")

    def handle(self, *args, date, erreurs, **options):
        try:
            day = read_date(date) if date else today()
        except BadDate as error:
            raise CommandError(str(error)) from error
        started = time.monotonic()
        made = audit("default", day)
        for rule, tally in made.tallies.items():
            self.tell(rule, tally, None if erreurs else MOST_ERRORS)
        self.tell_delays(made)
        self.tell_states(made)
        if not made.whole:
            self.stdout.write(
                "La base officielle n’a pas été importée : les habitudes, mesurées sur elle, ne sont pas jugées ici."
            )
        self.tell_list("À reporter dans les mesures déclarées :", list(made.drifts))
        self.stdout.write(f"Mesuré en {time.monotonic() - started:.0f} s.")
        if failures := list(made.failures):
            raise CommandError("Des règles ne tiennent pas :\n" + "\n".join(failures))

    def tell(self, rule: Rule, tally: Tally, most: int | None) -> None:
        kind = rule.certainty.label.lower() if rule.certainty else "inconnu"
        kept = "" if rule.certainty != Certainty.PROBABLE or is_kept(rule) else ", non retenue"
        self.stdout.write(f"{rule} ({rule.track.label.lower()}, {kind}{kept})")
        if tally.asked:
            self.stdout.write(
                f"  juste {tally.right.total()} fois sur {tally.asked.total()} ({tally.rate:.1%})"
                f" : {by_convention(tally)}"
            )
        else:
            self.stdout.write("  non mesurable : rien de connu ne permet de la mettre à l’épreuve")
        if tally.told:
            told = ", ".join(f"{name} {count}" for name, count in in_order(tally.told))
            self.stdout.write(f"  dite de {tally.told.total()} textes : {told}")
        for error in tally.errors[:most]:
            self.stdout.write(f"    {error}")

    def tell_delays(self, made: Audit) -> None:
        self.stdout.write("Délais que dix-neuf textes sur vingt ne dépassent pas")
        for rule, known in made.delays.items():
            self.stdout.write(f"  {rule} : {covering(known).days} jours ({len(known)} connus)")

    def tell_states(self, made: Audit) -> None:
        self.stdout.write(f"Ce qui est dit au {made.day}, par convention et par piste")
        for (convention, track), counts in sorted(made.states.items()):
            known = counts.total() - counts["inconnu"]
            shares = ", ".join(f"{name} {counts[name]}" for name in (*Certainty, "inconnu") if counts[name])
            self.stdout.write(f"  {convention}, {track} : {known / counts.total():.1%} répondu ({shares})")

    def tell_list(self, title: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write(title)
        for line in lines:
            self.stdout.write(f"  {line}")


def by_convention(tally: Tally) -> str:
    return ", ".join(f"{name} {tally.right[name]}/{asked}" for name, asked in in_order(tally.asked))


def in_order(counts) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (pair[0] == ELSEWHERE, pair[0]))
