"""How laptops and the office come to agree.

The story of one sync, each step a module that holds the laptop's half (the office's half is `fieldapp.server`):

1. `push`: the outbox travels to the office, batch by batch; an op stays until the office has said what became of it.
2. `pull`: what is new in the areas granted to me comes in page by page; each page, its cursors and my own waiting changes
   are put together in one local transaction, so a cut at any step loses nothing.
3. `photos`: what the text refers to travels after it, resumable to the byte.
4. `session` runs the steps and tells what happened in words.

`protocol` is the wire in one look; `http` is the only place that speaks it over a network.
"""
