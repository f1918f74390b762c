"""Reports: the accounts of an issue, of a year and of a grant, for donors, members and forms."""
