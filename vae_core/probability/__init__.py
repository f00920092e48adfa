"""Random variables, likelihoods, divergences and mixtures, on NumPy and SciPy alone: no torch is loaded here."""
