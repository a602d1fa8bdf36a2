"""Pilar: the registry of social pillars, its list, one pillar on one screen, its form, and where pillars are missing."""
