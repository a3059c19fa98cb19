"""Programs of the project as processes, for tests that look at them from outside."""

import re
import subprocess
import sys
import threading

from host_tests.modules import ROOT


class Program:
    """A server of the bench as a process; `find` waits for a line of its output."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", *map(str, arguments)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        self.lines: list[str] = []

    def find(self, pattern):
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            found = re.search(pattern, line)
            if found:
                threading.Thread(target=self._drain, daemon=True).start()
                return found[1]
        raise AssertionError("".join(self.lines))

    def _drain(self):
        self.lines += self.process.stdout.readlines()

    def end(self):
        self.process.terminate()
        status = self.process.wait(20)
        return status
