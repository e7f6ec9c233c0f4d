"""Tests of how updates come in."""
