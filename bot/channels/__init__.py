"""Where people write from. Channels do not know each other."""
