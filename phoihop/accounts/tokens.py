"""The key a machine shows: made once, kept as a digest, recognised in one query."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date

from phoihop.accounts.models import Token, User
from phoihop.core.who import Actor, Hat

#: Stands before the digest; Django takes such a password for one that signs nobody in.
_NO_PASSWORD = "!"  # noqa: S105 a mark, not a password


def new_key(username: str) -> str:
    """The login of the machine and 256 bits nobody can guess."""
    return f"{username}.{secrets.token_urlsafe(32)}"


def kept_form(key: str) -> str:
    """What is stored: a fast digest is enough for a key that long."""
    return _NO_PASSWORD + hashlib.sha256(key.encode()).hexdigest()


def token_of(key: str, *, on: date) -> Token | None:
    """The token that this key opens on a day, with its login and its body; None for any other text."""
    username = key.partition(".")[0]
    found: Token | None = (
        Token.objects.filter(user__username=username).select_related("user", "body__territory").first()
    )
    kept = found.user.password if found else kept_form("")
    same = hmac.compare_digest(kept, kept_form(key))
    return found if found and same and found.user.is_active and found.works_on(on) else None


def actor_of_token(token: Token) -> Actor:
    """The machine in its one hat: it never wears what the body's people wear besides."""
    user: User = token.user
    hat = Hat(
        role=token.role, body=token.body_id, words=f"Phần mềm {token.words}, thay mặt {token.body.name}",
        body_name=str(token.body), place=str(token.body.territory), title=token.role_label,
        territory=token.body.territory_id,
    )  # fmt: skip
    return Actor(
        user=user.pk, name=token.words, hats=(hat,), territories=frozenset({token.body.territory_id})
    )
