"""Becomes another program, with limits of memory and of the processor's time. Run as a program of its own.

python -I limited.py BYTES SECONDS PROGRAM ARGUMENT…
"""

import os
import resource
import sys

if __name__ == "__main__":
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024 * 1024, 256 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - that is what it is for
