#!/usr/bin/env python3
"""Entry point of every command. Parses on Python 3.6, so that an old one gets a sentence, not a traceback."""

import os
import sys

MINIMUM = (3, 11)


def main():
    if sys.version_info[:2] < MINIMUM:
        needed, found = (".".join(map(str, version[:2])) for version in (MINIMUM, sys.version_info))
        sys.exit(f"Il faut Python {needed} ou plus ; celui-ci est un Python {found}.")
    for stream in (sys.stdout, sys.stderr):  # a terminal which is not UTF-8 must not stop a command
        stream.reconfigure(errors="replace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

    from portal.options import reading
    from portal.serving import bootstrap
    from portal.serving.progress import refuse

    reading.started_with(sys.argv[1:])
    try:
        reading.in_force()  # before anything is made
    except reading.Refused as reason:
        refuse(str(reason))
    bootstrap.ensure("test" if sys.argv[1:2] == ["tests"] else "run")

    from portal.management.french import Portal, speak_french
    from portal.serving.refusals import in_one_sentence

    speak_french()
    with in_one_sentence():
        Portal(sys.argv).execute()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
