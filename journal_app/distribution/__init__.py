"""Distribution: each copy from the printer to a person, as a ledger that always adds up."""
