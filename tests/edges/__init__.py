"""Tests of what the async edges share."""
