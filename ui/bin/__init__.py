"""Keranjang: what was put away, to be brought back within ninety days."""
