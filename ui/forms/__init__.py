"""Questionnaires on the screen: sections at the left, questions in the middle, the score with its working at the right."""
