"""The parts of the lessons: each a figure with its words, its controls and its code."""
