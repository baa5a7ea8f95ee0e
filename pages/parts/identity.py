"""Who a sign-in stands for: from the claims of an OpenID provider to one person, or to nobody.

The person is the e-mail address in lower case, from the one provider that this installation trusts. It is taken from
one of two claims, and only where that provider vouches for it (docs/sign-in.md says why, provider by provider):

- `email`, when `email_verified` is true;
- `preferred_username` of a Microsoft Entra ID tenant, whose administrators alone give out such names within domains
  that the tenant has proved to own. Guests bring names from elsewhere, so the claim `acct` must say “member” (0).

Everything else is nobody. Signature, nonce and the token's own expiry were checked by Authlib when the token came; what
depends on our settings is checked again each time, for the cookie that carries the claims outlives a change of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from joy.errors import ShownError


Claims = Mapping[str, object]
DISCOVERY = "/.well-known/openid-configuration"  # OpenID Connect Discovery 1.0, section 4
ENTRA = "https://login.microsoftonline.com"
ANY_TENANT = {"common", "organizations", "consumers"}  # addresses of Entra that let every tenant in
PERSON_CLAIMS = ("email", "preferred_username")
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SECRET_LENGTH = 32  # characters; RFC 7518 3.2 wants 256 bits for the HMAC that signs the cookies
ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9.-]{1,255}")  # ASCII: no two spellings look alike
AHEAD = timedelta(minutes=2)  # how far the provider's clock may be before ours (Authlib allows the same)
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Refusal(StrEnum):
    """Why a sign-in stands for nobody, in the reader's words."""

    NOT_SIGNED_IN = ""
    OTHER_PROVIDER = "Your sign-in comes from another provider than the one in use here."
    NOT_VOUCHED = "Your organisation's sign-in does not confirm your e-mail address. Please tell your data lead."
    GUEST = "Guest accounts of your organisation cannot be used here. Please tell your data lead."
    ENDED = "Your sign-in has ended. Please sign in again."


@dataclass(frozen=True)
class Provider:
    """The one provider whose word counts, and which of its claims names the person."""

    issuer: str
    client_id: str
    person_claim: str
    own_origin: str


@dataclass(frozen=True)
class SignedIn:
    """A person, and the sign-in that said so: `session` is a keyless short name of it, to note and to end it by."""

    person: str
    session: str
    until: datetime


def provider_of(auth: Claims) -> Provider | None:
    """Read the `[auth]` lines of secrets.toml: none of them is no provider, half of them is a refusal to start.

    Raises `ShownError` that lists everything to mend.
    """
    if not auth:
        return None
    wrong = _faults(auth)
    if wrong:
        heading = "The sign-in in .streamlit/secrets.toml, part [auth], cannot be used (see docs/sign-in.md):"
        raise ShownError("\n".join([heading, *(f"- {fault}" for fault in wrong)]))
    parts = urlsplit(str(auth["redirect_uri"]))
    return Provider(
        issuer=str(auth["server_metadata_url"]).removesuffix(DISCOVERY),
        client_id=str(auth["client_id"]),
        person_claim=str(auth.get("person_claim", PERSON_CLAIMS[0])),
        own_origin=f"{parts.scheme}://{parts.netloc}",
    )


def person_of(claims: Claims, provider: Provider, lasts: timedelta, now: datetime) -> SignedIn | Refusal:
    """Say for whom the claims of a signed cookie stand at `now` (aware), `lasts` after the sign-in at most."""
    if claims.get("is_logged_in") is not True:
        return Refusal.NOT_SIGNED_IN
    if claims.get("iss") != provider.issuer or not _is_for(claims.get("aud"), provider.client_id):
        return Refusal.OTHER_PROVIDER
    began = _moment(claims.get("iat"))
    if began is None or not began - AHEAD <= now < began + lasts:
        return Refusal.ENDED
    said = claims.get(provider.person_claim)
    person = said.strip().lower() if isinstance(said, str) and said.isascii() else ""
    if not ADDRESS.fullmatch(person):
        return Refusal.NOT_VOUCHED
    refused = _of_tenant(claims, provider) if provider.person_claim == "preferred_username" else _of_email(claims)
    return refused or SignedIn(person, session_name(claims), began + lasts)


def session_name(claims: Claims) -> str:
    """A short name of one sign-in: its nonce is used once in the world, so equal names are the same sign-in."""
    told = "\n".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _of_email(claims: Claims) -> Refusal | None:
    return None if claims.get("email_verified") is True else Refusal.NOT_VOUCHED


def _of_tenant(claims: Claims, provider: Provider) -> Refusal | None:
    tenant = claims.get("tid")
    if not isinstance(tenant, str) or provider.issuer != f"{ENTRA}/{tenant}/v2.0":
        return Refusal.NOT_VOUCHED
    member = claims.get("acct")
    if isinstance(member, bool) or member not in (0, "0"):
        return Refusal.GUEST if member in (1, "1") else Refusal.NOT_VOUCHED
    return None


def _is_for(audience: object, client_id: str) -> bool:
    return client_id in audience if isinstance(audience, list) else audience == client_id


def _moment(stamp: object) -> datetime | None:
    """Seconds since 1970 as a moment; anything else, or a year that no calendar has, as none."""
    if isinstance(stamp, bool) or not isinstance(stamp, int | float):
        return None
    try:
        return datetime.fromtimestamp(stamp, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _faults(auth: Claims) -> list[str]:
    missing = [name for name in NEEDED if not isinstance(auth.get(name), str) or not auth[name]]
    if missing:
        return [f"{name} is missing." for name in missing]
    faults = []
    if len(str(auth["cookie_secret"])) < SECRET_LENGTH:
        faults.append(f"cookie_secret has fewer than {SECRET_LENGTH} characters. Make a random one.")
    if auth.get("person_claim", PERSON_CLAIMS[0]) not in PERSON_CLAIMS:
        faults.append(f"person_claim may be {' or '.join(PERSON_CLAIMS)}.")
    for name in ("redirect_uri", "server_metadata_url"):
        faults += _faults_of_address(name, str(auth[name]))
    if not str(auth["redirect_uri"]).endswith("/oauth2callback"):
        faults.append("redirect_uri has to end in /oauth2callback.")
    return [*faults, *_faults_of_issuer(str(auth["server_metadata_url"]), auth.get("person_claim"))]


def _faults_of_address(name: str, address: str) -> list[str]:
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return [] if is_safe and parts.hostname else [f"{name} has to begin with https://"]


def _faults_of_issuer(metadata: str, claim: object) -> list[str]:
    if not metadata.endswith(DISCOVERY):
        return [f"server_metadata_url has to end in {DISCOVERY}."]
    if not metadata.startswith(f"{ENTRA}/"):
        return ["person_claim preferred_username is for Microsoft Entra ID only."] if claim == PERSON_CLAIMS[1] else []
    if metadata.removeprefix(f"{ENTRA}/").partition("/")[0] in ANY_TENANT:
        return ["server_metadata_url lets every tenant in; put your own tenant's id into it."]
    if claim != PERSON_CLAIMS[1]:
        return ['Microsoft Entra ID does not vouch for e-mail addresses; add person_claim = "preferred_username".']
    return []
