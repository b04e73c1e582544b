"""The ports that servers open: told in words when they cannot be."""

import errno
import socket
from argparse import ArgumentTypeError

from portal.serving.progress import refuse

PORT_REFUSALS = {
    errno.EADDRINUSE: "ce port est déjà pris, choisissez-en un autre avec --port",
    errno.EACCES: "ce port est réservé au système, choisissez-en un au-dessus de 1023 avec --port",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
}


def port_number(text):
    if not text.isdecimal() or not 1 <= int(text) <= 65534:
        raise ArgumentTypeError(f"« {text} » n’est pas un port, de 1 à 65534")
    return int(text)


def refuse_taken_port(server):
    """Before any work; in the words of the system where the reason is a rare one."""
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as error:
            reason = PORT_REFUSALS.get(error.errno, error.strerror)
            refuse(f"{server.name} ne peut pas s’ouvrir sur {server.address} : {reason}.")
