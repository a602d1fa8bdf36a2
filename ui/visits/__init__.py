"""Visits: what is due and done, a visit to read, and the questionnaire of a visit being written down."""
