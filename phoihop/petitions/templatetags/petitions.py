"""The page of one petition asks for its parts in words."""

from __future__ import annotations

from django import template

from phoihop.petitions import telling
from phoihop.petitions.past_petitions import to_take_back

register = template.Library()
for read in (
    telling.draft,
    telling.points,
    telling.matrix,
    telling.answer_head,
    telling.times,
    telling.verdicts,
    telling.third_sending,
    to_take_back,
):
    register.filter(read.__name__, read)
