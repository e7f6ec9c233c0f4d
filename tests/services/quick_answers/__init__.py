"""Quick answers by the rules alone."""
