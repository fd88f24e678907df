"""Start a command in a pseudo-terminal, wait until it has painted, quit it by ctrl+q; give its exit status.

Standard library only: it runs in an environment that holds nothing but the wheel.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

SECONDS = 60


def main() -> int:
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.argv[1], sys.argv[1:])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    painted, asked = b"", False
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                read = os.read(terminal, 65536)
            except OSError:  # Linux says so when the other end is closed
                read = b""
            if not read:
                break
            painted += read
        if b"Claims" in painted and not asked:
            os.write(terminal, b"\x11")
            asked = True
    else:
        print(f"not done after {SECONDS} seconds; painted {len(painted)} bytes", file=sys.stderr)
        os.kill(pid, 9)
    _, status = os.waitpid(pid, 0)
    print(f"painted {len(painted):,} bytes, exit status {os.waitstatus_to_exitcode(status)}")
    if not asked or os.waitstatus_to_exitcode(status):
        # The end of it, in letters and signs only: it must not act on the terminal that shows it.
        print(painted[-2000:].decode("ascii", "replace").replace("\x1b", "?"), file=sys.stderr)
    return 0 if asked and os.waitstatus_to_exitcode(status) == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
