"""Telegram: receiving is ours, python-telegram-bot gives client, types and keyboards."""
