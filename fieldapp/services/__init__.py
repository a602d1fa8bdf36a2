"""What people do with Pilar, one function for one act, one act in one transaction; the window, the commands and sync call nothing deeper."""
