"""The report of a refresh: said as it goes, kept in a file, sent where an address is set."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from portal.importers.marks import folder


class Report:
    """The lines of one refresh."""

    def __init__(self, now: datetime, say: Callable[[str], None]):
        self.now, self.say = now, say
        self.lines: list[str] = []

    def tell(self, line: str) -> None:
        self.lines.append(line)
        self.say(line)

    def keep(self) -> Path:
        """Write it beside those before; `dernier.txt` is always the last."""
        kept = folder() / f"rapport-{self.now:%Y-%m-%d-%H%M%S}.txt"
        kept.parent.mkdir(parents=True, exist_ok=True)
        for path in (kept, folder() / "dernier.txt"):
            path.write_text(
                "\n".join([f"Actualisation du {self.now:%d/%m/%Y à %H:%M}", *self.lines, ""]), "utf-8"
            )
        return kept

    def send(self, subject: str) -> None:
        """To the address of the settings; what prevents it is said, and changes nothing else."""
        if not settings.REPORT_TO:
            return
        try:
            send_mail(subject, "\n".join(self.lines), settings.REPORT_FROM, [settings.REPORT_TO])
        except OSError as error:  # no server, or one that refuses
            self.tell(f"Le rapport n’a pas pu être envoyé à {settings.REPORT_TO} : {error}")
