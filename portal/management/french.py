"""What Python and Django say of a command line, in French; and `help`, which lists our commands first."""

import argparse
from textwrap import shorten

from django.core.management import ManagementUtility, get_commands, load_command_class

OURS = ("portal", "portal.journal", "agreements", "members")
#: What `argparse` says, in the words in which it asks for a translation.
WORDS = {
    "usage: ": "usage : ",
    "options": "options",
    "positional arguments": "arguments",
    "show this help message and exit": "dire cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s.\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "the following arguments are required: %s": "il manque %s",
    "unrecognized arguments: %s": "ce n’est pas compris : %s",
    "expected one argument": "il faut une valeur",
    "expected at least one argument": "il faut une valeur au moins",
    "expected at most one argument": "il faut une valeur au plus",
    "not allowed with argument %s": "ne va pas avec %s",
    "one of the arguments %s is required": "il faut l’un de %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’est pas l’un de %(choices)s",
    "invalid %(type)s value: %(value)r": "« %(value)s » ne convient pas (%(type)s)",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s peut être %(matches)s",
    "ignored explicit argument %r": "%r est de trop",
}
#: The options that every command has from Django.
OPTIONS = {
    "version": "dire la version de Django",
    "verbosity": "de 0 (rien) à 3 (tout)",
    "settings": "un autre module de réglages de Django",
    "pythonpath": "un dossier à ajouter à ceux de Python",
    "traceback": "dire toute la faute",
    "no_color": "sans couleurs",
    "force_color": "avec des couleurs, même dans un fichier",
    "skip_checks": "sans les contrôles de Django",
}
#: Those of Django that an installation has a use for.
OF_DJANGO = {
    "check": "contrôle les réglages ; --deploy : ceux d’un site ouvert",
    "collectstatic": "prépare les fichiers statiques de cette version",
    "dbshell": "ouvre la base d’édition",
    "shell": "ouvre un Python qui connaît le portail",
    "clearsessions": "ôte les sessions finies",
}


def speak_french() -> None:
    """From now on, what is wrong in a command line is said in French."""
    argparse._ = lambda words: WORDS.get(words, words)


def described(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    for action in parser._actions:
        action.help = OPTIONS.get(action.dest, action.help)
    return parser


def first_sentence(words: str) -> str:
    """« Crée un compte qui a tous les droits dans l’administration », on one line of a screen."""
    return shorten(words.partition(". ")[0].rstrip("."), 100, placeholder="…")


class Portal(ManagementUtility):
    """`manage.py`, whose `help` begins with what the portal does."""

    def main_help_text(self, commands_only=False):
        if commands_only:
            return super().main_help_text(commands_only)
        found = get_commands()
        ours = {
            name: first_sentence(load_command_class(app, name).help)
            for name, app in sorted(found.items())
            if app in OURS
        }
        theirs = {name: told for name, told in OF_DJANGO.items() if name in found}
        others = sorted({*found} - {*ours} - {*theirs})
        return "\n".join(
            [
                f"« {self.prog_name} help COMMANDE » dit tout d’une commande.",
                *("", "Le portail", *lines(ours)),
                *("", "De Django", *lines(theirs)),
                *("", f"Et aussi, de Django : {', '.join(others)}."),
            ]
        )


def lines(commands: dict[str, str]) -> list[str]:
    return [f"  {name:<16} {told}" for name, told in commands.items()]
