"""The parts of the checker of histories: standard library only, and nothing of the program that is judged."""
