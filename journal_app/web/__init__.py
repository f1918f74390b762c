"""What all screens share: the base page, its style, guards, headers, errors and the language of the screen."""
