"""That the proofs themselves can fail."""
