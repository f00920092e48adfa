"""A class in the app: what browsers send and are pushed, whose seat a session is, and what a class does on a page."""
