"""Tests of services/clients."""
