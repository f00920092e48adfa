"""What the lesson on noise, step by step, is made of."""
