"""Page Impor & ekspor: a messy sheet becomes clean records, and back."""
