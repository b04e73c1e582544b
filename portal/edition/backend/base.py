"""Django's SQLite backend, on a connection that can only read.

`mode=ro` refuses to write the file, `immutable` promises that nobody else does, and the authorizer refuses
`ATTACH`, which would create another file, and every statement that is not a reading.
"""

import sqlite3

from django.db.backends.sqlite3 import base

from portal.edition.store import read_only

READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
}
HARMLESS_PRAGMAS = {"foreign_keys", "legacy_alter_table", "query_only", "data_version"}


def only_reading(action, first, second, database, trigger):
    if action in READING or (action == sqlite3.SQLITE_PRAGMA and first in HARMLESS_PRAGMAS):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        return sqlite3.SQLITE_OK  # how SQLite declares a virtual table to itself; the file stays closed to it
    return sqlite3.SQLITE_DENY


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        path = self.settings_dict["NAME"]
        return super().get_connection_params() | {"database": read_only(path), "uri": True}

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(only_reading)
        return connection
