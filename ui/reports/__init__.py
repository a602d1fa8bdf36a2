"""Laporan: the paper that is asked for, as it will come out of the printer."""
