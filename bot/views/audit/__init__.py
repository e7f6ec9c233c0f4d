"""Whether shares are what chance makes of the weights, in words."""
