"""`python -m twopages.receipts SOCKET COUNTER`: the scribe of the process at the other end of the socket, which reads the counter."""

import sys

from twopages.receipts.scribe import main

main(int(sys.argv[1]), int(sys.argv[2]))
