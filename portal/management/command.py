"""What every command of the portal has in common: what it is about, what stops it, what the journal says of it."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, OutputWrapper, SystemCheckError
from django.db import DatabaseError

from portal.edition import places
from portal.management.french import described
from portal.serving.progress import refuse
from portal.serving.watching.tables import refuse_to_begin


class PortalCommand(BaseCommand):
    """A command whose first line names the database it reads or writes, and the folder of its editions."""

    #: Whether it reads or writes facts, which need the tables of this version: it is said before any work.
    needs_tables = False

    def create_parser(self, *given, **named):
        return described(super().create_parser(*given, **named))

    def execute(self, *args, **options):
        if options.get("verbosity", 1) > 0:
            if options.get("stdout"):
                self.stdout = OutputWrapper(options["stdout"])
            self.stdout.write(places.told())
        try:
            if self.needs_tables and not self.reads_editions_alone(options):
                refuse_to_begin()
            return super().execute(*args, **options)
        except CommandError as error:
            alone = self._called_from_command_line and not options.get("traceback")
            if not alone or isinstance(error, SystemCheckError):
                raise
            self.stdout.flush()
            if error.returncode != 1:
                print(error, file=sys.stderr)
                sys.exit(error.returncode)
            refuse(str(error))

    def reads_editions_alone(self, options: dict) -> bool:
        """Whether, so asked, it reads no fact after all."""
        return False

    @property
    def name(self) -> str:
        """What one types to run it."""
        return self.__module__.rpartition(".")[2]

    def keep_trace(self, report, given: str = "", digest: str = "") -> None:
        """One entry of the journal for an import: what it was given, and its report; none of it if it was refused."""
        from portal.journal.entries import write_command

        wrote = 0 if report.rejections else report.written
        write_command(self.name, wrote, report.lines(), what=f"{self.name} {given}".strip(), digest=digest)

    def keep_trace_of(self, told: str, wrote: int = 0, kind: str = "", what: str = "") -> None:
        """The same for what has no report of rows. What needs no database goes on without it, and says so.

        A public machine has neither the database nor the tables of the journal, which are opened here and not above.
        """
        if settings.ROLE == "public":
            return
        from portal.journal.entries import COMMAND, write_command

        try:
            write_command(self.name, wrote, [told], kind=kind or COMMAND, what=what)
        except DatabaseError:
            self.stderr.write("La base d’édition ne répond pas : ceci n’est pas au journal.")
