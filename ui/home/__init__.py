"""Beranda: what matters today, and the key that continues it."""
