"""A network's answers on clips that it has not learned from, and what figures they come to."""
