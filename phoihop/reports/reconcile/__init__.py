"""Which figures of the bodies' reports do not agree, found before the hall finds them."""

from phoihop.reports.reconcile.find import KINDS, Disagreement, reconcile

__all__ = ["KINDS", "Disagreement", "reconcile"]
