"""The static files, each under its fingerprint, and not the list in which the fingerprints are found."""

from pathlib import Path

from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    def add_file_to_dictionary(self, url, path, stat_cache=None):
        if Path(path).name != ManifestFilesMixin.manifest_name:
            super().add_file_to_dictionary(url, path, stat_cache)

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """A file, whole: they are small, and Django warns of one that is sent piece by piece behind an event loop."""
        answer = static_file.get_response(request.method, request.META)
        body = b""
        if answer.file:
            with answer.file as file:
                body = file.read()
        response = HttpResponse(body, status=int(answer.status))
        del response["Content-Type"]
        for name, value in answer.headers:
            response.headers[name] = value
        return response
