"""The story that plays by itself and checks every line."""
