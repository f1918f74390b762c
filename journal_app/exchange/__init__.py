"""Exchange: translations leave the desk as files and come back, each row with its fate."""
