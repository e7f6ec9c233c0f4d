"""Proofs from the stored decisions: drawn again, judged by chance, exported for strangers."""
