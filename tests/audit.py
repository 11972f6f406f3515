"""Ask whether a weakness is known in any pinned package: `python -m tests.audit`.

pip-audit asks OSV, which gathers PyPA's and GitHub's advisories. A known weakness fails; an
advisory service that cannot be reached is said in a line and fails nothing, since it says nothing.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

LOCKS = (str(ROOT / "requirements-dev.txt"), str(ROOT / "requirements-bench.txt"))
"""The lock of the program and of its tools, and of what benchmarks add."""

PATIENCE = 10
"""Seconds the service may take for one answer."""

AWAY = re.compile(r"[\w.]*(?:ConnectionError|Timeout|ServiceError|SSLError)(?::|$)")
"""What pip-audit ends with when the service is not to be had."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit the locks and return 1 where a weakness is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("locks", nargs="*", default=LOCKS, help="files of pinned packages")
    parser.add_argument("--service", help="another address that speaks OSV's interface")
    chosen = parser.parse_args(arguments)
    done = _asked(chosen.locks, chosen.service)
    found = _findings(done.stdout)
    if found is None:
        return _without_answer(done)
    weak = [package for package in found if package.get("vulns")]
    for package in weak:
        for weakness in package["vulns"]:
            fixed = ", ".join(weakness["fix_versions"]) or "none yet"
            _say(f"{package['name']} {package['version']}: {weakness['id']}; fixed in: {fixed}")
    _say(f"Audit: {len(weak)} of {len(found)} pinned packages have a known weakness.")
    return 1 if weak else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _asked(locks: Sequence[str], service: str | None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", str(PATIENCE), "--desc", "off"]
    command += ["--vulnerability-service", "osv"]
    command += ["--osv-url", service] if service else []
    for lock in locks:
        command += ["--requirement", lock]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def _findings(printed: str) -> list[dict[str, Any]] | None:
    try:
        findings: list[dict[str, Any]] = json.loads(printed)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return findings


def _without_answer(done: subprocess.CompletedProcess[str]) -> int:
    """Say why there is no answer; only a service that is away is no fault of ours."""
    lines = done.stderr.strip().splitlines() or ["it said nothing"]
    said = lines[-1]
    if AWAY.match(said):
        _say("Audit: the advisory service (OSV) cannot be reached; nothing was checked.")
        return 0
    _say(f"Audit: pip-audit failed: {said}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
