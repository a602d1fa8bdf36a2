"""The steps, oldest first; the number in the name is the order."""
