"""Issues and residencies: what the paper makes, where and with whom. It holds no text."""
