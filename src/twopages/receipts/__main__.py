"""`python -m twopages.receipts PIPE COUNTER`: the scribe of the process that holds the other end of the pipe and reads the counter."""

import sys

from twopages.receipts.scribe import main

main(int(sys.argv[1]), int(sys.argv[2]))
