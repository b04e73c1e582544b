"""Django behind gunicorn's event loop, on a few threads that stay.

Django's own ASGI handler takes a new thread for each request, and a new thread opens the edition anew; here
a thread keeps its connection. The gate has already dropped what a public request does not need: no body is
read, and an answer is whole before its first byte is sent, so that a slow reader holds no thread. But a long file: its
pieces are made by one thread apart, each when its reader has taken the one before, so that neither a slow reader nor
several of them keep the pages waiting.
"""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from portal.web.files.turns import turns
from portal.web.headers import headers_of_data

#: Python runs one of them at a time: a second one is for the page that takes long.
THREADS = 2
#: Seconds after which a thread that only computes lets another run: a page waits so long for a file, at each turn.
SWITCH = 0.001
#: Whole lists to take away take seconds: they wait for each other, and no page for them; no more than so many wait.
FILES, MOST_FILES = (".csv", ".xlsx"), 16
BUSY = "Plusieurs tableaux sont en train d’être écrits : réessayez dans une minute.\n"


class PublicHandler(BaseHandler):
    """An ASGI application that answers GET and HEAD with Django's middleware and views."""

    def __init__(self):
        self.load_middleware(is_async=False)
        sys.setswitchinterval(SWITCH)
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self.files = ThreadPoolExecutor(1, thread_name_prefix="file")
        self.asked_for = 0  # files that are being written, or wait to be

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            raise ValueError(f"Cette application ne répond qu’à HTTP, pas à « {scope['type']} ».")
        response, body = await self.in_its_turn(scope)
        headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        if response.streaming and scope["method"] != "HEAD":
            await self.stream(response, send)
        else:
            await send({"type": "http.response.body", "body": body})

    async def in_its_turn(self, scope) -> tuple[HttpResponseBase, bytes]:
        loop = asyncio.get_running_loop()
        if not scope["path"].endswith(FILES):
            with turns.page():
                return await loop.run_in_executor(self.threads, self.answer, scope)
        if self.asked_for >= MOST_FILES:
            return HttpResponse(BUSY, status=503, headers=busy()), BUSY.encode()
        self.asked_for += 1
        try:
            return await loop.run_in_executor(self.files, self.answer, scope)
        finally:
            self.asked_for -= 1

    def answer(self, scope) -> tuple[HttpResponseBase, bytes]:
        """The answer to a request, and its body unless it is a long file or nobody wants it."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response = self.response_to(scope)
        if response.streaming and scope["method"] != "HEAD":
            return response, b""
        try:
            return response, b"" if scope["method"] == "HEAD" else b"".join(response)
        finally:
            response.close()

    async def stream(self, response, send) -> None:
        """Send a long file as its pieces are made; a reader who left is not written for any more."""
        loop, pieces = asyncio.get_running_loop(), iter(response)
        try:
            while (piece := await loop.run_in_executor(self.files, next, pieces, None)) is not None:
                if piece:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self.files.submit(response.close)

    def response_to(self, scope):
        try:
            request = ASGIRequest(scope, BytesIO())
        except UnicodeDecodeError:
            return HttpResponse(status=400)
        return self.get_response(request)


def busy() -> dict[str, str]:
    """The headers of the answer that says so."""
    return {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "60", **headers_of_data()}
