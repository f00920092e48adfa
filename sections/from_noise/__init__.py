"""What the lesson that goes from noise to a digit is made of."""
