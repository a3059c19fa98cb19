"""pytest for the whole project: says which MicroPython is used, and loudly when there is none."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest

from host_tests.programs import Program
from host_tests.regl import pytest_collection_modifyitems  # noqa: F401
from tools.setup import runtime

MACHINE = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large]

# `make test` gives the same verdict on every machine and every time: the examples are the same
# ones, and neither the speed of the machine nor the size of a draw is a failure. EXAMPLES=new make
# test looks for new ones; a red run of it is a find.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None,
                                     suppress_health_check=MACHINE)
hypothesis.settings.register_profile("new", derandomize=False, deadline=None,
                                     suppress_health_check=MACHINE)
hypothesis.settings.load_profile(os.environ.get("EXAMPLES", "same"))


def pytest_report_header() -> list[str]:
    return [
        f"MicroPython {arch}: {runtime.micropython(arch) or 'none'}" for arch in ("i386", "amd64")
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A test run without the 32-bit MicroPython must not look like a full one."""
    if runtime.preferred() is None:
        title, text = "NO MICROPYTHON", f"CPython alone was tested: {runtime.missing_reason()}"
    elif runtime.micropython("i386") is None:
        title, text = "NO 32-BIT MICROPYTHON", "the 64-bit one was tested"
    else:
        return
    terminalreporter.section(title, sep="*", red=True, bold=True)
    terminalreporter.line(text, red=True)
    terminalreporter.line("*" * 80, red=True)


@pytest.fixture(scope="session")
def micropython() -> str:
    """The architecture of the MicroPython to test with; skips where there is none."""
    arch = runtime.preferred_arch()
    if arch is None:
        pytest.skip(f"NO MICROPYTHON: {runtime.missing_reason()}")
    return arch


@pytest.fixture
def quick_collections() -> Iterator[None]:
    """The unit collects garbage at every document, which takes CPython long with much imported."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def programs() -> Iterator[Callable[..., Program]]:
    """Starts programs, `programs(MODULE, ARGUMENT...)`; what still runs in the end is killed."""
    started: list[Program] = []

    def start(*arguments: object) -> Program:
        started.append(Program(*arguments))
        return started[-1]

    yield start
    for program in started:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait(20)
