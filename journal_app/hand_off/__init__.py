"""Hand-off: the printer’s door: quote, printer sheet, parcel, what came of it. No account; it knows no contributor."""
