"""« Un arrêté est paru »: its words are pasted, what it decides is read, looked over and written at once."""
