"""Models in and out: those that other programs have made, and ours for other programs, and for a browser alone."""
