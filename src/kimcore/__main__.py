"""`python -m kimcore` is the command line."""

import sys

from kimcore.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
