"""Why the system refuses a file, or a database a question, in words."""

import errno
import re

REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "la place allouée à ce compte est épuisée",
    errno.EFBIG: "un fichier de cette taille n’est pas permis",
    errno.EROFS: "ce disque ne peut qu’être lu",
    errno.EACCES: "ce compte n’en a pas le droit",
    errno.EPERM: "ce compte n’en a pas le droit",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EEXIST: "ce n’est pas un dossier",
    errno.EIO: "le disque ne répond plus",
}
#: What databases say, and what it means; the first that is found is told.
OF_THE_DATABASE = {
    r"disk is full|No space left": "le disque est plein",
    r"readonly database|read-only": "elle ne peut qu’être lue",
    r"unable to open database": "son fichier ne peut pas être ouvert, ou son dossier ne peut qu’être lu",
    r"database is locked": "une autre commande y écrit ; réessayez quand elle aura fini",
    r"not a database|malformed|disk I/O error": "son fichier est abîmé, ou son disque",
    r"no such table|no such column|relation .* (does not exist|n'existe pas)": (
        "elle n’a pas les tables de cette version ; python3 manage.py migrate les fait"
    ),
    r"password|mot de passe|authenti(c|fic)ation": "le nom ou le mot de passe est refusé",
    r"(database|base de données) .* (does not exist|n'existe pas)": "elle n’existe pas sur ce serveur",
    r"role .* does not exist|le rôle": "ce nom d’utilisateur n’y est pas connu",
    r"refused|timeout|translate host|could not|closed the connection|terminat|starting up|shutting down|en cours d": (
        "le serveur ne répond pas"
    ),
}


def reason(error: OSError) -> str:
    """In our words, else in those of the system."""
    return REASONS.get(error.errno, error.strerror or str(error))


def reason_of_the_database(error: Exception) -> str:
    """What is known of why, or nothing."""
    return next((why for said, why in OF_THE_DATABASE.items() if re.search(said, str(error))), "")
