"""Kinds of work, one folder each; none knows another."""
