"""Territories, bodies, people and positions, with dates and successors."""
