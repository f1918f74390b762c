"""BAT (bon à tirer): named people sign over the very bytes that are printed. It renders and changes no page."""
