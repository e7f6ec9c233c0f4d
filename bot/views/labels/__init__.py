"""Outcomes and tags as people see them."""
