"""The talk: an ordered list of steps, of which the first that recognises a message answers it."""
