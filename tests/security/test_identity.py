"""Whom a sign-in stands for, claim by claim; and which settings of it are refused at the start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from joy.errors import ShownError
from pages.parts.identity import DISCOVERY, Provider, Refusal, SignedIn, person_of, provider_of, session_name


NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LASTS = timedelta(hours=10)
TENANT = "11111111-2222-3333-4444-555555555555"
KEYCLOAK = Provider("https://sso.example.org/realms/joy", "joy", "email", "https://joy.example.org")
ENTRA = Provider(
    f"https://login.microsoftonline.com/{TENANT}/v2.0", "joy", "preferred_username", "https://joy.example.org"
)
OF_KEYCLOAK = {
    "is_logged_in": True,
    "iss": KEYCLOAK.issuer,
    "aud": "joy",
    "sub": "1",
    "nonce": "n",
    "iat": int(NOW.timestamp()) - 60,
    "email": "Ada@Example.org",
    "email_verified": True,
}
OF_ENTRA = OF_KEYCLOAK | {"iss": ENTRA.issuer, "tid": TENANT, "acct": 0, "preferred_username": "Ada@Example.org"}
del OF_ENTRA["email_verified"]
AUTH = {
    "redirect_uri": "https://joy.example.org/oauth2callback",
    "cookie_secret": "x" * 40,
    "client_id": "joy",
    "client_secret": "s",
    "server_metadata_url": KEYCLOAK.issuer + DISCOVERY,
}


def read(claims, provider=KEYCLOAK, now=NOW):
    return person_of(claims, provider, LASTS, now)


@pytest.mark.parametrize(("claims", "provider"), [(OF_KEYCLOAK, KEYCLOAK), (OF_ENTRA, ENTRA)])
def test_a_vouched_address_is_a_person(claims, provider):
    """A verified address of the trusted provider is the person, in lower case, until ten hours after the sign-in."""
    given = read(claims, provider)
    assert isinstance(given, SignedIn)
    assert given.person == "ada@example.org"
    assert given.until == NOW - timedelta(minutes=1) + LASTS


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_logged_in": False}, Refusal.NOT_SIGNED_IN),
        ({"is_logged_in": "true"}, Refusal.NOT_SIGNED_IN),
        ({"iss": "https://evil.example/realms/joy"}, Refusal.OTHER_PROVIDER),
        ({"iss": KEYCLOAK.issuer + "/"}, Refusal.OTHER_PROVIDER),
        ({"aud": "another"}, Refusal.OTHER_PROVIDER),
        ({"aud": ["another"]}, Refusal.OTHER_PROVIDER),
        ({"aud": None}, Refusal.OTHER_PROVIDER),
        ({"email_verified": False}, Refusal.NOT_VOUCHED),
        ({"email_verified": "true"}, Refusal.NOT_VOUCHED),
        ({"email_verified": 1}, Refusal.NOT_VOUCHED),
        ({"email_verified": None}, Refusal.NOT_VOUCHED),
        ({"email": None}, Refusal.NOT_VOUCHED),
        ({"email": ["ada@example.org"]}, Refusal.NOT_VOUCHED),
        ({"email": "ada"}, Refusal.NOT_VOUCHED),
        ({"email": "ada@example.org\nboss@example.org"}, Refusal.NOT_VOUCHED),
        ({"email": "\u212aate@example.org"}, Refusal.NOT_VOUCHED),  # the Kelvin sign becomes a plain k in lower case
        ({"iat": int(NOW.timestamp()) - 10 * 3600}, Refusal.ENDED),
        ({"iat": int(NOW.timestamp()) + 3600}, Refusal.ENDED),
        ({"iat": None}, Refusal.ENDED),
        ({"iat": True}, Refusal.ENDED),
        ({"iat": 1e300}, Refusal.ENDED),
        ({"iat": float("nan")}, Refusal.ENDED),
    ],
)
def test_anything_else_is_nobody(change, why):
    """Another provider, another audience, an address nobody vouches for, or a sign-in that is over: nobody."""
    assert read(OF_KEYCLOAK | change) is why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"tid": None}, Refusal.NOT_VOUCHED),
        ({"tid": "99999999-2222-3333-4444-555555555555"}, Refusal.NOT_VOUCHED),
        ({"acct": None}, Refusal.NOT_VOUCHED),
        ({"acct": False}, Refusal.NOT_VOUCHED),
        ({"acct": 1}, Refusal.GUEST),
        ({"acct": "1"}, Refusal.GUEST),
        ({"preferred_username": None, "email_verified": True}, Refusal.NOT_VOUCHED),
    ],
)
def test_a_tenant_vouches_for_its_members_only(change, why):
    """With Entra ID only a member of the one tenant is somebody; a guest, or one of whom it is not said, is nobody."""
    assert read(OF_ENTRA | change, ENTRA) is why


def test_another_sign_in_has_another_name():
    """Each sign-in can be ended by itself: its name changes with the nonce, and says nothing about the person."""
    first, second = session_name(OF_KEYCLOAK), session_name(OF_KEYCLOAK | {"nonce": "m"})
    assert first != second
    assert first == session_name(dict(OF_KEYCLOAK))
    assert "ada" not in first


def test_a_whole_configuration_is_taken():
    """With all lines there, the provider is the one whose address they give; without any there is none."""
    assert provider_of(AUTH) == KEYCLOAK
    assert provider_of({}) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"client_secret": ""}, "client_secret is missing"),
        ({"cookie_secret": "short"}, "cookie_secret has fewer than 32"),
        ({"redirect_uri": "http://joy.example.org/oauth2callback"}, "redirect_uri has to begin with https"),
        ({"redirect_uri": "https://joy.example.org/"}, "has to end in /oauth2callback"),
        ({"server_metadata_url": "https://sso.example.org/realms/joy"}, "has to end in /.well-known"),
        ({"person_claim": "upn"}, "person_claim may be"),
        ({"person_claim": "preferred_username"}, "for Microsoft Entra ID only"),
        ({"server_metadata_url": ENTRA.issuer + DISCOVERY}, "does not vouch for e-mail addresses"),
        (
            {
                "server_metadata_url": f"https://login.microsoftonline.com/common/v2.0{DISCOVERY}",
                "person_claim": "preferred_username",
            },
            "lets every tenant in",
        ),
    ],
)
def test_half_a_configuration_is_refused(change, told):
    """A sign-in that cannot be safe is refused at the start, with what to mend."""
    with pytest.raises(ShownError, match=told):
        provider_of(AUTH | change)


def test_entra_is_taken_with_its_own_claim():
    """Microsoft Entra ID is taken with the tenant's id in the address and the name its administrators give out."""
    auth = AUTH | {"server_metadata_url": ENTRA.issuer + DISCOVERY, "person_claim": "preferred_username"}
    assert provider_of(auth) == ENTRA
