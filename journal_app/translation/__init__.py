"""Translation, the room: each paragraph of a text knows the very source paragraphs it was made from."""
