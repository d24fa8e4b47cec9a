"""The library of actions, one file per family."""
