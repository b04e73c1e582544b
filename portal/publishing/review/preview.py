"""A page as it would be, once what is looked over is published: in the editors' process alone, for an hour.

It is drawn by the public views, from the draft, behind the door of the admin and an address that ends. Nothing of it
reaches the public process: neither its pages, its feeds, its search nor its caches know of a draft.
"""

import copy
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import Http404, QueryDict
from django.urls import Resolver404, get_urlconf, resolve, reverse, set_urlconf
from django.utils import timezone
from django.utils.html import format_html

from portal.edition import numbers
from portal.edition.manifest import Manifest
from portal.edition.reader import reading
from portal.publishing import build
from portal.publishing.review import drafts
from portal.publishing.review.drafts import Draft
from portal.web.as_of import AsOfMiddleware

SALT, SECONDS = "apercu", 3600
#: What leads to another page of the site, and not to one of its files.
WAY = re.compile(r'(<a\b[^>]*? href|<form\b[^>]*? action)="/(?!static/)')


@dataclass(frozen=True)
class DraftManifest(Manifest):
    """The draft, as the edition that it would be."""

    file: str = ""

    @property
    def path(self) -> Path:
        return Path(self.file)


def link_to(draft: Draft) -> str:
    """The address of the home of this draft, which ends in an hour."""
    return reverse("preview", args=[signing.dumps(draft.facts, salt=SALT), ""])


def preview(request, token: str, path: str):
    try:
        facts = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    draft = drafts.kept(facts)
    if draft is None or not (
        path == "" or path.endswith("/")
    ):  # pages alone: no JSON, table, feed nor calendar
        raise Http404
    response = drawn(request, draft, f"/{path}")
    start = reverse("preview", args=[token, ""])
    if response.headers.get("Content-Type", "").startswith("text/html"):
        page = WAY.sub(rf'\1="{start}', response.content.decode())
        response.content = page.replace("</header>", f"</header>\n{said_first()}", 1).encode()
    if location := response.headers.get("Location", ""):
        response.headers["Location"] = start + location.removeprefix("/")
    for name in ("ETag", "Last-Modified", "Content-Length"):
        response.headers.pop(name, None)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def said_first() -> str:
    """What stands above each page, which looks otherwise like one that is published."""
    return format_html(
        '<aside class="day-bar past" aria-label="Aperçu"><p class="band"><span class="as-of">'
        "<strong>Aperçu, que nul lecteur ne voit</strong> : rien n’est publié. Les fichiers et les fils n’y sont pas."
        '</span> <a href="{}">Revenir à « Publier »</a></p></aside>',
        reverse("publishing", "portal.admin_urls"),
    )


def drawn(request, draft: Draft, path: str):
    """What the public view answers at this path, of this draft, to a reader who has no account."""
    asked = copy.copy(request)
    asked.path = asked.path_info = path
    asked.method, asked.POST, asked.COOKIES = "GET", QueryDict(), {}
    asked.user, asked.edition = AnonymousUser(), manifest_of(draft)
    present = get_urlconf()
    set_urlconf("portal.urls")
    try:
        asked.resolver_match = resolve(path, "portal.urls")
        with reading(asked.edition):
            return AsOfMiddleware(called)(asked)
    except Resolver404 as error:
        raise Http404 from error
    finally:
        set_urlconf(present)


def called(request):
    view, args, kwargs = request.resolver_match
    return view(request, *args, **kwargs)


def manifest_of(draft: Draft) -> DraftManifest:
    """Its number is the next; its moment, that at which it was compiled."""
    file = draft.path.stat()
    made = datetime.fromtimestamp(file.st_mtime, timezone.get_default_timezone())
    return DraftManifest(
        number=numbers.last_given() + 1,
        published_at=made.isoformat(timespec="seconds"),
        checksum=draft.checksum,
        size=file.st_size,
        schema=build.schema(),
        counts=draft.counts,
        facts=draft.facts,
        file=str(draft.path),
    )
