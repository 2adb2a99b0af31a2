"""``python -m pullquote`` is the command ``pullquote``."""

from pullquote.cli import main

if __name__ == "__main__":
    main()
