"""What an installation may choose: one table, read from one file and from the environment. Standard library only."""
