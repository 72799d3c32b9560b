"""taox: a whole Bittensor on your laptop."""
