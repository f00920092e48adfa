"""A class at once: who is in it, what is led, asked and pooled. Knows neither Streamlit nor torch."""
