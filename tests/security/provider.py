"""A small OpenID provider on 127.0.0.1: discovery, authorise, token, keys. It signs with RS256 and asks for PKCE.

What it says about the person is set by the test: `person` are the claims of the next sign-in, `spoil` is what is done
to the finished claims, `key` is the key it signs with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route


CLIENT = "joy-in-work"
SECRET = "known to the tests alone"  # noqa: S105 - of a provider that lives as long as a test
LIVES = 300  # seconds that a token lives


@dataclass
class Provider:
    """A provider that runs; the test may change what it says."""

    url: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    published: RSAKey | None = None
    person: dict = field(default_factory=dict)
    spoil: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    visits: list = field(default_factory=list)
    algorithm: str = "RS256"

    def discovery(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorise",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "end_session_endpoint": f"{self.url}/end",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [(self.published or self.key).as_dict(private=False)]})

    def authorise(self, request: Request) -> Response:
        """Whoever comes is taken for `person` at once: there is no form to fill in."""
        asked = request.query_params
        self.visits.append(dict(asked))
        if asked["client_id"] != CLIENT or asked["code_challenge_method"] != "S256":
            return Response("not like this", status_code=400)
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(asked)
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def token(self, request: Request) -> Response:
        """A code is good once, with the secret and with the verifier of its challenge."""
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.codes.pop(form.get("code", ""), None)
        given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ") or "").decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode()
        if asked is None or not given.startswith(f"{CLIENT}:") or proof.rstrip("=") != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        return JSONResponse(
            {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": self._id_token(asked)}
        )

    def end(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)

    def _id_token(self, asked: dict) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "0001",
            "aud": CLIENT,
            "iat": now,
            "exp": now + LIVES,
            "nonce": asked["nonce"],
            **self.person,
            **self.spoil,
        }
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            parts = [
                base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims)
            ]
            return f"{'.'.join(parts)}."
        key = self.key if self.algorithm == "RS256" else OctKey.import_key(SECRET)
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])


def packed(part: dict) -> str:
    """One part of a token as it travels."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@contextmanager
def running_provider(port: int) -> Iterator[Provider]:
    """Serve a provider from a thread of this process until the block ends."""
    provider = Provider(f"http://127.0.0.1:{port}")
    routes = [
        Route("/.well-known/openid-configuration", provider.discovery),
        Route("/authorise", provider.authorise),
        Route("/token", provider.token, methods=["POST"]),
        Route("/keys", provider.keys),
        Route("/end", provider.end),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(timeout=10)
