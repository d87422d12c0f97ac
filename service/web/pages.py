"""What people read in a browser: the API's documentation and a page for each kind of problem.

Everything comes from this server; the Content-Security-Policy forbids the rest.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from service.web.writing import json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.web.problem_pages import ProblemPage

Asset = tuple[str, str, str]
ASSETS: Mapping[str, Asset] = {
    "swagger-ui-bundle.js": ("flask_swagger_ui", "dist", "text/javascript"),
    "swagger-ui.css": ("flask_swagger_ui", "dist", "text/css"),
    "favicon-32x32.png": ("flask_swagger_ui", "dist", "image/png"),
    "docs.js": ("service.web", "static", "text/javascript"),
    "page.css": ("service.web", "static", "text/css"),
}
"""Files that these pages need: package, folder, media type. flask-swagger-ui carries Swagger UI's own."""

ASSET_SECONDS = 3600
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
)


def register(app: Flask, openapi: Mapping[str, object], problems: Mapping[str, ProblemPage]) -> None:
    """Adds GET /openapi.json, /docs with its files, and /problems/<slug> to ``app``."""
    published = json_bytes(openapi)
    app.extensions["assets"] = dict(ASSETS)

    def document() -> Response:
        return Response(published, mimetype="application/json")

    def docs() -> Response:
        return page(render_template("docs.html"))

    def problem(slug: str) -> Response:
        if slug not in problems:
            raise NotFound
        # The text is the service's own document, rendered with HTML switched off.
        return page(render_template("problem.html", slug=slug, body=Markup(problems[slug].html)))  # noqa: S704

    app.add_url_rule("/openapi.json", "openapi", document)
    app.add_url_rule("/docs", "docs", docs)
    app.add_url_rule("/docs/", "docs_with_slash", redirect_to="docs")
    app.add_url_rule("/docs/<name>", "docs_file", _docs_file)
    app.add_url_rule("/problems/<slug>", "problem", problem)


def serve(app: Flask, assets: Mapping[str, Asset]) -> None:
    """Adds files that further pages of ``app`` need; after ``register``."""
    app.extensions["assets"] |= assets


def page(html: str, status: int = 200, *, forms: bool = False) -> Response:
    """A page made of what this server has and nothing else; with ``forms``, they may be sent to this server."""
    response = Response(html, status=status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY.format(forms="'self'" if forms else "'none'")
    return response


def _docs_file(name: str) -> Response:
    """One file that a page needs."""
    assets: Mapping[str, Asset] = current_app.extensions["assets"]
    if name not in assets:
        raise NotFound
    package, folder, media_type = assets[name]
    response = Response(files(package).joinpath(folder, name).read_bytes(), mimetype=media_type)
    response.cache_control.max_age = ASSET_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response
