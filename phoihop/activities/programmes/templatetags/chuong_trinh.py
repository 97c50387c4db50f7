"""The pages of a programme's actions ask for what was handed in and what a fingerprint covers."""

from __future__ import annotations

from django import template

from phoihop.activities.programmes.sign_page import agreed_pieces, handed_in, numbers_taken, prints

register = template.Library()
for read in (agreed_pieces, handed_in, numbers_taken, prints):
    register.filter(read.__name__, read)
