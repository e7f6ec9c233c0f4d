"""The Telegram face of the services."""

from bot.aiogram_models import import_aiogram

import_aiogram()  # before any module of this package imports what it needs of aiogram
