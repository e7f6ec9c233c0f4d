"""Tests of how messages go out."""
