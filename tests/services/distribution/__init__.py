"""Tests of services/distribution."""
