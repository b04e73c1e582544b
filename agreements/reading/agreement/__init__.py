"""What the page of one agreement reads: its day, its procedure, its steps, from few and plain queries."""
