"""Media: pictures without metadata, their faces, and the blobs of the desk. It shows nothing to anybody by itself."""
