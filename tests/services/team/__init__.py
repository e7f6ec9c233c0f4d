"""Tests of services/team."""
