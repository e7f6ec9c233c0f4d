"""Parse, call one service, return what to say."""
