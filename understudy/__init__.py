"""Understudy: films of synthetic people doing named actions, and models trained on them."""

__version__ = "0.1.0"
