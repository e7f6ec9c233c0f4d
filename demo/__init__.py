"""A shop to try the bot on: a story that plays and checks itself, and a terminal to play along in.

It knows the bot only from outside: everything is done and seen over the HTTP of the local Telegram.
"""
