"""Interim and final reviews: figures that open, text by people, frozen and written as Word."""
