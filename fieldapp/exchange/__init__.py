"""Sheets of other systems come in and go out: read apart from the program, checked row by row, taken in whole or not at all.

- sheet.py: opens a file in a worker process and gives back its rows; worker.py is that process
- cells.py: one cell at a time, what a heading may hold, and the sentence when it does not
- resident_columns.py: the 43 columns of the residents sheet, where each belongs and what it may hold
- residents.py: that sheet read, grouped into families, imported, written again
- writing.py: rows into a workbook, as text
- wrong_rows.py: the rows that were refused, as a sheet to correct
"""
