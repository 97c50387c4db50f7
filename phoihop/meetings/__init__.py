"""Meetings of any kind: invited, held, spoken at, concluded, and written down."""
