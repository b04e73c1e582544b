"""What the page of a convention reads: its texts of a day, its series and charts, how fresh they are."""
