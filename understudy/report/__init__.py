"""Reports from run records alone: one HTML page, its figures, contact sheets of frames."""
