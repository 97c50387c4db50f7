"""Which figures of the bodies' reports do not agree, found before the hall finds them."""

from phoihop.reports.reconcile.find import reconcile
from phoihop.reports.reconcile.matters import KINDS, Disagreement

__all__ = ["KINDS", "Disagreement", "reconcile"]
