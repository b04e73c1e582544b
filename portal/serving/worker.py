"""Gunicorn's event loop, with bounds on what one connection may hold, and with our headers on its own refusals.

Gunicorn waits for ever for a request that does not come whole, and for a reader that does not read. Here each has its
time. Its protocol has no setting for it: it is extended, and its module is told of ours.
"""

import asyncio
import resource
from http import HTTPStatus

from gunicorn.asgi import protocol
from gunicorn.workers import gasgi

from portal.web.headers import headers_of_this_process

#: Seconds for the head of a request to come, then for its body; for an answer to be taken, a part at a time.
HEAD_SECONDS, BODY_SECONDS, READING_SECONDS = 10, 60, 30
#: Seconds for the last bytes to leave, once a connection is being closed.
CLOSING_SECONDS = 10
#: Seconds for a connection that was just made to ask for something, when its process ends.
CLOSING_GRACE = 1
#: Connections that one process holds at a time, and the other files that it needs to open.
MOST_CONNECTIONS, OTHER_FILES = 2_000, 100
#: Why gunicorn refuses a request, for who sent it.
REASONS = {
    414: "L’adresse est trop longue.",
    431: "Les en-têtes de la demande sont trop longs.",
    500: "Le site n’a pas pu répondre.",
    501: "Ce codage de transfert n’est pas connu.",
}
UNREADABLE = "La demande ne peut pas être lue."


class Connection(protocol.ASGIProtocol):
    """One connection: a request is awaited for so long, and an answer is offered for so long."""

    def __init__(self, worker):
        super().__init__(worker)
        self.deadline = None

    # -- Its time ----------------------------------------------------------------------------------------------

    def connection_made(self, transport):
        super().connection_made(transport)
        self.worker.silent[self] = None
        if self.worker.nr_conns > self.worker.most_connections:
            next(iter(self.worker.silent)).give_up()
        self.allow(HEAD_SECONDS, self.give_up)

    def _on_headers_complete(self):
        skipped = super()._on_headers_complete()
        self.worker.silent.pop(self, None)
        self.allow(BODY_SECONDS, self.give_up)
        return skipped

    def _on_message_complete(self):
        super()._on_message_complete()
        self.forget_deadline()

    def pause_writing(self):
        """More waits to be taken than the system holds."""
        super().pause_writing()
        self.watch_reader(self.transport.get_write_buffer_size())

    def resume_writing(self):
        super().resume_writing()
        self.forget_deadline()

    def watch_reader(self, waiting):
        """Give up on who takes nothing of what is offered for a while."""

        def look():
            left = self.transport.get_write_buffer_size()
            if left >= waiting:
                return self.give_up()
            return self.watch_reader(left)

        self.allow(READING_SECONDS, look)

    def _close_transport(self):
        """What is left to send has little time to leave."""
        super()._close_transport()
        self.allow(CLOSING_SECONDS, self.give_up)

    def connection_lost(self, exc):
        super().connection_lost(exc)
        self.worker.silent.pop(self, None)
        self.forget_deadline()

    def allow(self, seconds, then):
        self.forget_deadline()
        self.deadline = self.worker.loop.call_later(seconds, then)

    def forget_deadline(self):
        if self.deadline:
            self.deadline.cancel()
            self.deadline = None

    def give_up(self):
        self.worker.silent.pop(self, None)
        self.transport.abort()

    # -- What it says ------------------------------------------------------------------------------------------

    def _send_error_response(self, status, message, extra_headers=()):
        """In our words, and without repeating what was sent."""
        body = f"{REASONS.get(status, UNREADABLE)}\n".encode()
        headers = {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(body)),
            **dict(extra_headers),
            **headers_of_this_process(),
            "Connection": "close",
        }
        said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._safe_write(
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{said}\r\n".encode("latin-1") + body
        )

    def _is_websocket_upgrade(self, request):
        """No page speaks it: what asks for it is read as a request like any other."""
        return False


class Worker(gasgi.ASGIWorker):
    """Gunicorn's worker, on connections such as these."""

    def init_process(self):
        gasgi.ASGIProtocol = Connection
        protocol._CACHED_SERVER_HEADER = b""  # what serves is nobody's business
        files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_CONNECTIONS + OTHER_FILES
        if files < wanted:
            files = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
        self.most_connections = min(MOST_CONNECTIONS, files - OTHER_FILES)
        self.silent = {}  # connections that have asked for nothing yet, the oldest first: when full, it goes
        super().init_process()

    async def _shutdown(self):
        """Who asked is answered; who a moment later has still asked for nothing is left."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(CLOSING_GRACE)
        for connection in list(self.silent):
            connection.give_up()
        await super()._shutdown()
