"""What is written on a line: dates, fields, the texts that it names."""
