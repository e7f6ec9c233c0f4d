"""Proofs from stored decisions."""
