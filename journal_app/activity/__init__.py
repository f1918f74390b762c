"""Activity: who decided what, when and why; what can be undone. Append-only."""
