"""What keeps the house in order; nothing of it is installed."""
