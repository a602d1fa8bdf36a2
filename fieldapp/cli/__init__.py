"""The commands: the same acts as in the window, one word each, for a terminal, a script or a scheduled task.

    demo            a working day through the real parts, told line by line
    server          the office: run it, add people, give codes, revoke laptops
    enrol, sync     register this laptop with an office; send and fetch
    find            families by name, NIK, KK, village
    import          sheets of every known format, and undoing one
    export          sheets for others, and what changed since the last one
    report          papers as PDF
    form            check a questionnaire, fill one without a window
    store           the encrypted file: facts, check, copy, restore

``app`` builds them, ``answer`` prints what they return, ``laptop`` opens the records, ``unexpected`` notes what is our own fault.
"""
