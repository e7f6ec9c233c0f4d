"""Tests of services/queues."""
