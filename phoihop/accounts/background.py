"""What the key of the vault seals here: the secrets of the second step follow a new key before the old one goes."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from phoihop.accounts.second_step import MFAAdapter
from phoihop.core import vault

#: What is sealed in a row of the second step: the secret of the telephone, the seed of the codes on paper.
SEALED = ("secret", "seed")


def seal_anew() -> int:
    """Every secret of a second step, sealed by the newest key; returns in how many rows."""
    seal, done = MFAAdapter(), 0
    for key in list(Authenticator.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            held = [name for name in SEALED if row is not None and row.data.get(name)]
            if row is None or not held:
                continue
            row.data |= {name: seal.encrypt(seal.decrypt(row.data[name])) for name in held}
            row.save(update_fields=["data"])
            done += 1
    return done


vault.on_rotate.append(seal_anew)
