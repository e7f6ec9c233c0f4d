"""The Telegram face of the services. Whoever begins to use it calls `aiogram_models.import_aiogram` first."""
