"""Short histories on a virtual clock, each from one seed."""
