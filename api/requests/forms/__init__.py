"""A contact from a form: who it is from, what was typed wrong, how its sender came."""
