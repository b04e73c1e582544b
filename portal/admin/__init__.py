"""What the editors’ process keeps of what was typed, whatever happens to the session."""
