"""Tests of the tables, the migrations and the units of work."""
