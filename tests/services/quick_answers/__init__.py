"""Outcomes and tags by the rules alone."""
