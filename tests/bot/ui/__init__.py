"""Tests of texts, screens and pictures."""
