"""Pictures of the desk: what comes out of a stranger's file, and what people do with it."""
