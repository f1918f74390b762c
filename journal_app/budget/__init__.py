"""The budget of an issue: quotes compared, what is planned, committed and spent, what a choice costs."""
