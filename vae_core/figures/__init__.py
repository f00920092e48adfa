"""Results become pictures here; ``theme`` owns every colour."""
