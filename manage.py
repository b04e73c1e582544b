#!/usr/bin/env python3
"""Entry point of every command. Parses on Python 3.6 and later: an old one gets a sentence, not a traceback."""

import os
import sys

MINIMUM = (3, 11)


def main():
    if sys.version_info[:2] < MINIMUM:
        found = sys.version_info
        sys.exit(
            f"Il faut Python {MINIMUM[0]}.{MINIMUM[1]} ou plus ; celui-ci est un Python {found[0]}.{found[1]}."
        )
    for stream in (sys.stdout, sys.stderr):  # a terminal which is not UTF-8 must not stop a command
        stream.reconfigure(errors="replace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

    from portal import bootstrap

    bootstrap.ensure("test" if sys.argv[1:2] == ["tests"] else "run")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
