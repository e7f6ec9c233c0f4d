"""What statistics are measured from: each module reads one kind of figure."""
