"""How a round is reported on when no programme stands in the book: by its bodies, about their programme of the year."""

from __future__ import annotations

from django.utils.translation import gettext as _

from phoihop.core.figures import Outline, outline
from phoihop.directory.papers import joint_symbol
from phoihop.reports.models import Compilation


@outline(on=Compilation)
def round_outline(compilation: Compilation) -> Outline:
    """The bodies asked issue together, in the order they were named."""
    bodies = [row.body for row in compilation.asked.select_related("body__kind")]
    return Outline(
        title=_("Chương trình phối hợp công tác năm %(year)d giữa %(bodies)s") % {
            "year": compilation.year, "bodies": _listed([body.name for body in bodies]),
        },
        reference="", issuers=tuple(body.pk for body in bodies), symbol=joint_symbol(bodies), items=(),
        period=compilation.period,
    )  # fmt: skip


def _listed(names: list[str]) -> str:
    return (
        names[0] if len(names) == 1 else _("%s và %s") % (", ".join(names[:-1]), names[-1]) if names else ""
    )
