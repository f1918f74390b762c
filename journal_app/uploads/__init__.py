"""Uploads: a file on its way in, durable before it is acknowledged and unread until its turn in the cage."""
