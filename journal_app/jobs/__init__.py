"""Jobs: long work as rows, carried out by a worker that may die at any time. It knows no kind of work by name."""
