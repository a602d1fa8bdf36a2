"""Periksa ganda: pairs that may be one record kept twice, side by side; merged field by field, or said to differ, and taken apart again."""
