"""Every setting of an installation, once: `docs/reglages.md`, `manage.py settings` and the refusals come from here.

Standard library only: it is read before Python's environment is made.
"""

from dataclasses import dataclass

from portal.options import kinds
from portal.options.kinds import Kind

#: Who reads a setting: the public process, the admin's, the commands, what makes Python's environment, the tests.
PUBLIC, ADMIN, COMMANDS, BOOTSTRAP, TESTS = "public", "administration", "commandes", "amorçage", "essais"
EVERYONE = (PUBLIC, ADMIN, COMMANDS)
EDITING = (ADMIN, COMMANDS)


@dataclass(frozen=True)
class Option:
    variable: str
    kind: Kind
    default: str  # in the words of the environment; "" where nothing is chosen
    meaning: str
    readers: tuple[str, ...] = EVERYONE
    secret: bool = False
    by_default: str = ""  # what is done without it, where the default does not say it

    @property
    def name(self) -> str:
        """Its key in the file."""
        return (
            "database" if self.variable == "DATABASE_URL" else self.variable.removeprefix("PORTAL_").lower()
        )

    @property
    def is_in_file(self) -> bool:
        """What is read before the file, or only on the machine of who develops, is in the environment alone."""
        return bool({*self.readers} & {*EVERYONE}) and self.variable != "PORTAL_SETTINGS"


TABLE = (
    Option(
        "PORTAL_SETTINGS", kinds.FILE, "portail.toml", "le fichier des réglages",
        by_default="portail.toml, à côté de manage.py, s’il y est",
    ),
    Option(
        "PORTAL_ROLE", kinds.choice("public", "admin", "atelier"), "public",
        "ce qu’est ce processus : le site public, l’administration, ou une commande ; "
        "serve --public et serve --admin le disent eux-mêmes",
        by_default="« public » pour ce qui est servi, « atelier » pour une commande",
    ),
    # -- Where things are --------------------------------------------------------------------------------------
    Option("PORTAL_VAR", kinds.FOLDER, "var", "le dossier des données", by_default="var/, à côté de manage.py"),
    Option(
        "PORTAL_EDITIONS", kinds.FOLDER, "", "le dossier des éditions publiées",
        by_default="editions/, dans le dossier des données",
    ),
    Option(
        "PORTAL_STATIC", kinds.FOLDER, "", "le dossier des fichiers statiques préparés",
        by_default="static/, dans le dossier des données",
    ),
    Option(
        "DATABASE_URL", kinds.DATABASE, "", "la base d’édition", EDITING, secret=True,
        by_default="SQLite, editing.sqlite3 dans le dossier des données",
    ),
    Option(
        "PORTAL_SECRET_KEY", kinds.TEXT, "", "la clé qui signe les sessions", EDITING, secret=True,
        by_default="tirée une fois, gardée dans le dossier des données",
    ),
    # -- By which names it is known ----------------------------------------------------------------------------
    Option(
        "PORTAL_URL", kinds.SITE, "http://127.0.0.1:8000",
        "l’adresse que connaissent les lecteurs : tout lien entier en vient, et rien de la demande",
    ),
    Option(
        "PORTAL_ADMIN_URL", kinds.SITE, "",
        "l’adresse de l’administration, d’où ses formulaires sont acceptés ; sans elle, aucune page n’y mène",
    ),
    Option(
        "PORTAL_HOSTS", kinds.HOSTS, "127.0.0.1,localhost,[::1]",
        "les noms auxquels répondre, outre ceux des deux adresses ci-dessus",
    ),
    Option(
        "PORTAL_HTTPS", kinds.FLAG, "0",
        "le site n’est servi que par TLS : les réponses le disent aux navigateurs pour deux ans, sous-domaines compris "
        "(HSTS), et les cookies de l’administration ne voyagent que par là",
    ),
    Option(
        "PORTAL_SECOND_FACTOR", kinds.FLAG, "",
        "demander un code, en plus du mot de passe, à qui publie ou tient les comptes ; à sa première connexion, le "
        "compte reçoit la clé à copier dans son application : personne n’est enfermé dehors",
        EDITING, by_default="oui là où le site n’est servi que par TLS (https), non sinon",
    ),
    Option(
        "PORTAL_PROXIES", kinds.NETWORKS, "127.0.0.1,::1",
        "les mandataires dont X-Forwarded-Proto et X-Forwarded-For sont crus ; de tout autre, ils sont ôtés",
        (PUBLIC, ADMIN),
    ),
    # -- What the pages say ------------------------------------------------------------------------------------
    Option("PORTAL_PUBLISHER", kinds.TEXT, "", "l’éditeur et son adresse, pour les mentions légales", (PUBLIC,)),
    Option("PORTAL_HOSTING", kinds.TEXT, "", "l’hébergeur et son adresse, pour les mentions légales", (PUBLIC,)),
    Option(
        "PORTAL_SECURITY_CONTACT", kinds.CONTACT, "",
        "où signaler une faille, pour /.well-known/security.txt ; sans elle, il n’y en a pas", (PUBLIC,),
    ),
    # -- How it is served --------------------------------------------------------------------------------------
    Option(
        "PORTAL_VERIFY_SECONDS", kinds.number(1, 86_400), "300",
        "les secondes entre deux vérifications de l’édition servie", (PUBLIC,),
    ),
    Option(
        "PORTAL_METRICS", kinds.PRIVATE, "",
        "où donner /metriques, au format de Prometheus ; sans elle, rien n’est mesuré", (PUBLIC, ADMIN),
    ),
    Option(
        "PORTAL_ACCESS_LOG", kinds.FLAG, "0",
        "écrire une ligne par demande, sans adresse de lecteur ni paramètres", (PUBLIC, ADMIN),
    ),
    Option(
        "PORTAL_MOST_AGE", kinds.number(0, 3_650), "0",
        "les jours au-delà desquels des données non relues font répondre 503 à /pret ; 0 : ce n’est qu’une anomalie",
        (PUBLIC,),
    ),
    # -- What `refresh` asks -----------------------------------------------------------------------------------
    Option(
        "PORTAL_DILA_URL", kinds.ADDRESS, "https://echanges.dila.gouv.fr/OPENDATA/",
        "où la DILA publie ses données ouvertes", (COMMANDS,),
    ),
    Option(
        "PORTAL_DILA_STREAMS", kinds.several("KALI", "JORF"), "KALI JORF",
        "les flux de la DILA que refresh suit ; il en prend d’abord l’archive complète, qui est grosse", (COMMANDS,),
    ),
    Option(
        "PORTAL_NPM_REGISTRY", kinds.ADDRESS, "",
        "un registre npm qui a le paquet @socialgouv/kali-data ; sans lui, refresh ne le demande pas", (COMMANDS,),
    ),
    Option(
        "PORTAL_REFRESH_UNREAD", kinds.SHARE, "0.05", "la part de non lu au-delà de laquelle refresh s’arrête",
        (COMMANDS,),
    ),
    Option("PORTAL_REPORT_TO", kinds.MAIL, "", "à qui envoyer le rapport de refresh", (COMMANDS,)),
    Option(
        "PORTAL_REPORT_FROM", kinds.MAIL, "", "de qui vient ce rapport", (COMMANDS,), by_default="de qui le reçoit"
    ),
    Option("PORTAL_SMTP", kinds.LISTENING, "localhost:25", "le serveur qui envoie ce rapport", (COMMANDS,)),
    # -- For who makes the site --------------------------------------------------------------------------------
    Option("PORTAL_DEBUG", kinds.FLAG, "0", "montrer le détail des fautes ; jamais sur un site ouvert"),
    Option("PORTAL_STYLE", kinds.FLAG, "0", "montrer /style/, chaque composant dans chaque état", (PUBLIC,)),
    Option("PORTAL_CACHE", kinds.FLAG, "1", "garder les réponses ; 0 pour mesurer ce qu’elles coûtent", (PUBLIC,)),
    Option(
        "PORTAL_NO_BOOTSTRAP", kinds.FLAG, "0", "laisser l’environnement Python à qui l’a fait (conteneur, uv)",
        (BOOTSTRAP,),
    ),
    Option("PORTAL_NO_APT", kinds.FLAG, "0", "ne jamais installer de paquet du système", (BOOTSTRAP,)),
    Option(
        "PORTAL_CHROMIUM", kinds.TEXT, "", "le navigateur des essais", (BOOTSTRAP, TESTS),
        by_default="chromium, chromium-browser ou google-chrome",
    ),
)  # fmt: skip
BY_VARIABLE = {option.variable: option for option in TABLE}
BY_NAME = {option.name: option for option in TABLE if option.is_in_file}
