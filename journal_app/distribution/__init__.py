"""The copies of an issue: where each one is, who asked for how many, how they travel, and what was handed out."""
