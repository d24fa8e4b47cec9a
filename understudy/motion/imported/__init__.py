"""Motion that somebody recorded or animated: read, brought onto the body's rig, performed."""
