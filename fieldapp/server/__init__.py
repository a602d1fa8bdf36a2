"""The office: keeps what the laptops bring, merges it, and gives each laptop what its person may see.

`office` is the whole of it in one process; `feed_push` takes changes in, `feed_pull` hands out what is new, `accounts` knows people,
laptops and areas, `attachments` keeps photos, `app` and `routes` put it all on the network. `database` opens the encrypted file or
PostgreSQL; `tables` says what is kept.
"""
