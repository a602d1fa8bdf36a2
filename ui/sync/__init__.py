"""Where every record is on its way to the office, and what needs the person."""
