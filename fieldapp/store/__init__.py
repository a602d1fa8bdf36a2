"""The laptop's encrypted file: every record, every change on its way, every draft, in one place that survives a pulled plug.

`engine` opens SQLCipher and refuses an unsafe one; `keys` guards the data key; `tables` is the schema in one look; `transaction` is
the one way to write (the record and its outgoing op: both, or neither); `feed` takes in what the office sends and puts one's own
waiting changes back on top; `search` finds; `cards` keeps the counted line of each household; `backup` copies, proves and restores.
"""
