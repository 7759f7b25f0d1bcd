"""`python -m plogp` is `plogp`."""

from plogp.cli.main import main

if __name__ == "__main__":
    main()
