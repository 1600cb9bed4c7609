"""`python -m twopages.receipts PIPE`: the scribe of the process that holds the other end of the pipe."""

import sys

from twopages.receipts.scribe import main

main(int(sys.argv[1]))
