"""The costing of an issue: what printing and residency cost, what came in, and the two targets on one bar."""
