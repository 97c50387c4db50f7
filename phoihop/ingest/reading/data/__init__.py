"""Dictionaries of Vietnamese administrative language. General words only: no place, person or figure."""
