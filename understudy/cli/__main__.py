"""`python -m understudy.cli`, as torchrun wants it."""

from understudy.cli import main

main()
