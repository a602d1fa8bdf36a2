"""The door: opening one's own records with a passphrase, and making a laptop ready for the first time."""
