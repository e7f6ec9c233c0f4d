"""Proofs that anybody can run: `make prove`."""
