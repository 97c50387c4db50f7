"""The staff door: what is mine to do today, and for whom."""
