"""Documents: Word and OpenDocument files to plain values with a receipt, and back to Word. It stores nothing."""
