"""What publishing would change, looked over before it does: compiled once, and published as it was seen."""
