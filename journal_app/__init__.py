"""Journal des Jungles: a newspaper written by many hands, from a text on a phone to a PDF a printer accepts.

Only a docstring, so that `journal_app.prepress` imports without Flask.
"""
