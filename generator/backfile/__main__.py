"""`python -m backfile` does what `backfile` does."""

from backfile.cli import main

if __name__ == "__main__":
    main()
