"""Tasks: notices to people at the desk. It sends nothing outside unless e-mail is set up."""
