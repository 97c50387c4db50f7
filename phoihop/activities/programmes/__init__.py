"""Coordination programmes and regulations: parties, contents, signing, targets, reviews, renewal."""
