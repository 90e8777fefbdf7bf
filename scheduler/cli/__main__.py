"""``python -m scheduler.cli`` is ``kebiao``."""

from . import main

main()
