"""Villages of made-up people to practise with: nobody in them exists, every number in them is invented.

``village.people`` makes the families, ``history`` what past visits found, ``photos`` draws their houses, ``fill`` records all of it
through the same services a worker uses, ``laptop`` makes the account that may open it. A further kabupaten is one more
``Place`` in ``places.py``.
"""
