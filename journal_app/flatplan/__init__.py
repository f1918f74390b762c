"""Flatplan: which piece and which picture stands in which slot of which page. It lays nothing out."""
