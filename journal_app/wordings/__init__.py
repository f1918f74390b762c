"""Wordings: what contributors read, in each language: flagged until somebody who speaks it has signed each sentence."""
