"""Tests of services/operations."""
