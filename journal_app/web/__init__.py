"""What all rooms of the desk share: base template, guards, headers, errors, the languages of the screen."""
