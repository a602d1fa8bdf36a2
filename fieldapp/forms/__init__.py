"""Questionnaires as data: any XLSForm is read, filled question by question, and scored where it has a score."""

from __future__ import annotations

from fieldapp.forms.answers import find
from fieldapp.forms.form import Form, load
from fieldapp.forms.model import Choice, Group, Item, Progress, Question, Repeat, Section
from fieldapp.forms.shelf import FormCard, shipped, shipped_form

__all__ = [
    "Choice",
    "Form",
    "FormCard",
    "Group",
    "Item",
    "Progress",
    "Question",
    "Repeat",
    "Section",
    "find",
    "load",
    "shipped",
    "shipped_form",
]
