"""The application: the command line, the settings, and the wiring of bots, API and webhooks."""
