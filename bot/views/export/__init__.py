"""Contacts as files for a spreadsheet: CSV and Excel, with the same rows."""
