"""Sheets of other systems come in and go out: read apart from the program, checked row by row, taken in whole or not at all.

A file comes in:

- file_kind.py: what a file really is, when its name says otherwise
- sheet.py: weighs a file and has it opened in a process of its own; worker.py is that process, raw_parts.py what it counts first
- book.py: every visible sheet of a file as it stands, with notes about formulas, macros and hidden sheets

What its sheets are:

- layout.py: how the sheets of a known format look, from ``resources/formats``
- formats.py: the formats there are, and which of them a file is
- codec.py: the sheets of a known format read as text and written again cell for cell
- parsed.py: families, people, aid and lines as plain facts for the services
- bdt.py, regsosek.py, lists.py: sheets of BDT 2015, of Regsosek 2022-K, and of aid, RTM and supplements, grouped and taken apart again
- mapping.py: which column of any other table holds what, guessed from its headings
- table.py: that table read by its mapping; days.py and labels.py are how days and answers in words are understood
- cells.py: one cell at a time, what a heading may hold, and the sentence when it does not
- resident_columns.py, residents.py: the residents sheet of 43 columns read, grouped into families, imported, written again

What the services take in:

- from_residents.py, from_instruments.py, from_lists.py, from_tables.py: a file of each kind as families, people and lines
- wrong_cells.py: each reason a row stays out beside the heading it speaks of and what could stand there
- importing.py: the whole way in, from a file to what is kept

A file goes out:

- exporting.py: the whole way out, with numbers hidden and what changed; instruments_out.py makes the sheets of instruments and lists
- writing.py: rows and sheets into a workbook, as text
- columns_out.py: any columns of any list, with numbers hidden if wanted
- wrong_rows.py: the residents that were refused, as a sheet to correct
- write_back.py: the same workbook with the reasons in a last column; annotate.py writes them, in a process of its own
"""
