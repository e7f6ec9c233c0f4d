"""Methods that take up messages which are there: copy, forward, edit, delete them or react to them."""
