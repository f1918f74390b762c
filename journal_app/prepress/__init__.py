"""The print compiler: a folder in, PDFs and a list of problems out. It never sees Flask, a request or a clock."""
