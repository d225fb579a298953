"""What leaves the desk: when it is sent, how often it is tried, and how it ends."""
