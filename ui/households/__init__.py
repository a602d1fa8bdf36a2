"""Keluarga: finding a family, everything about it on one screen, and registering or correcting it."""
