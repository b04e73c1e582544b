"""Django behind gunicorn's event loop, on a few threads that stay.

Django's own ASGI handler takes a new thread for each request, and a new thread opens the edition anew; here
a thread keeps its connection. The gate has already dropped what a public request does not need: no body is
read, and an answer is whole before its first byte is sent, so that a slow reader holds no thread.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.urls import set_script_prefix

#: Python runs one of them at a time: a second one is for the page that takes long.
THREADS = 2


class PublicHandler(BaseHandler):
    """An ASGI application that answers GET and HEAD with Django's middleware and views."""

    def __init__(self):
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            raise ValueError(f"Cette application ne répond qu’à HTTP, pas à « {scope['type']} ».")
        status, headers, body = await asyncio.get_running_loop().run_in_executor(
            self.threads, self.answer, scope
        )
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def answer(self, scope) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """The status, the headers and the body of the answer to a request."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response = self.response_to(scope)
        try:
            body = b"".join(response)
        finally:
            response.close()
        headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
        return response.status_code, headers, b"" if scope["method"] == "HEAD" else body

    def response_to(self, scope):
        try:
            request = ASGIRequest(scope, BytesIO())
        except UnicodeDecodeError:
            return HttpResponse(status=400)
        return self.get_response(request)
