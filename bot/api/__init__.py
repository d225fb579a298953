"""What other programs ask of a running desk."""
