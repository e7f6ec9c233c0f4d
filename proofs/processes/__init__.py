"""Real processes of `leadbot` in trouble: what they do is recorded, and judged by the checker."""
