"""Search: finds words in every text, in every script, in what the asker may read."""
