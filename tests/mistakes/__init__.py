"""What a person does wrong before anything runs: one line, exit 2, no secret."""
