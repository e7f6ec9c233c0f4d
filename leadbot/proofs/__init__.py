"""Commands that prove what was decided: `leadbot replay`, `leadbot audit`, `leadbot export-log`."""
