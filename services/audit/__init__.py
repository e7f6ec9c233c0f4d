"""Proofs from the stored decisions: drawn again, judged as chance would have it, and exported for strangers."""
