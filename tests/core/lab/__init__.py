"""Random variables, likelihoods, divergences and mixtures against independent references."""
