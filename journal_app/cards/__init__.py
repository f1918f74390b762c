"""Cards: the code that brings a contributor back, and the door of a residency that gives cards out."""
