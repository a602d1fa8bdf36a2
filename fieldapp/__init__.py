"""Pilar keeps the records of Indonesia's social pillars: on the laptop first, with the office when there is a way.

The whole house, top to bottom; a room may use only rooms below it, and `tests/test_architecture.py` holds it to that:

    main.py          the only meeting place of window and application; no word opens the window, words run the commands
    ui/              the window: pages by noun, questionnaire renderer, theme, operation.py        -> services, reports, sync, exchange
    fieldapp/
      cli/           the commands: demo, server, enrol, sync, find, import, export, report, form, store
      sample/        villages of made-up people, seeded                                            -> services
      server/        the office side: routes, feed (its own small SQL), accounts                   -> sync, store
      sync/          how laptops and the office come to agree: one module per step                 -> services, store
      reports/       PDF papers from what services read                                            -> services
      exchange/      sheets of other systems: in and out                                           -> services, store
      services/      what people do: one function = one act = one transaction                      -> store, forms
      store/         the laptop's encrypted file: tables, record(), one query module per noun, search, backup
      forms/         questionnaires as data (XLSForm): load, session, score                        -> domain
      config.py      folders and settings of this program;  resources.py  the files we ship
      domain/        rules of social work and of agreeing: nouns, nik, housing, ops, merge, roles. Pure
      problems.py    everything that can go wrong: a code and the worker's sentence
      durable.py     a file replaced whole or not at all
      language.py    one catalogue of words: Indonesian source, English translation
    resources/       questionnaires, regions, letters, code lists, words: data only
"""

__version__ = "0.1.0"
