"""What a trained model is worth and what its latent space looks like."""
