"""Sections of the lesson on the evidence lower bound."""
