"""GraphiQL, served from the installed packages alone: no other host, no script in the page."""

import secrets
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from twopages.access.oidc import ClaimError, IssuerError, TokenError
from twopages.api.http import FindViewer
from twopages.errors import SettingError

_STATIC = Path(__file__).parent / "static"
_PACKAGES = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
}
_OWN = {"start.js": "graphiql.js", "page.css": "graphiql.css"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


class GraphiQL:
    """The page and its files, for those who are signed in."""

    def __init__(self, node_modules: Path, viewer: FindViewer, sign_in: str) -> None:
        self.viewer, self.sign_in = viewer, sign_in
        self.files = {name: node_modules / path for name, path in _PACKAGES.items()}
        self.files |= {name: _STATIC / path for name, path in _OWN.items()}

    async def page(self, request: Request) -> Response:
        """The page itself, or the way to sign in."""
        if await self._nobody(request):
            return RedirectResponse(self.sign_in, 303)
        nonce = secrets.token_urlsafe(16)
        policy = {"content-security-policy": _POLICY.replace("{nonce}", nonce), "cache-control": "no-store"}
        text = (_STATIC / "graphiql.html").read_text("utf-8").replace("{nonce}", nonce)
        return HTMLResponse(text, headers={**_HEADERS, **policy})

    async def _nobody(self, request: Request) -> bool:
        try:
            return await self.viewer(request) is None
        except (TokenError, ClaimError, IssuerError):
            return True

    async def file(self, request: Request) -> Response:
        """A file that the page loads."""
        path = self.files.get(request.path_params["name"])
        if path is None:
            return Response(status_code=404)
        if not path.is_file():
            raise SettingError(f"{path} is missing.", "Run `make setup` to install the browser files.")
        return FileResponse(path, headers={**_HEADERS, "cache-control": "max-age=86400"})
