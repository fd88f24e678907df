"""The program, as `variorum` and as ``python -m tui``."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    # Modules are no garbage: looking for some while 500 of them load takes a sixth of the start.
    gc.disable()
    try:
        from tui.cli import main
    finally:
        gc.enable()
    main()


if __name__ == "__main__":
    main()
