"""Pairs of made-up people of whom it is known whether they are one: what likeness is measured by."""
