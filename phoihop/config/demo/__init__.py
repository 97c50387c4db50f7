"""The demo: an invented ward in the middle of its year, brought in by the front door."""
