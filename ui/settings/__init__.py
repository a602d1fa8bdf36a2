"""Pengaturan: how Pilar looks on this laptop, whose letterhead it prints, where the copies lie, and who one is."""
