"""What stands in `deploy/` fits the program: its commands, settings, ports and patience."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.background.worker import WorkerPace
from api.cli import main
from api.serving import GRACE_SECONDS as SERVER_GRACE
from api.settings import Settings

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PORT = Settings.model_fields["port"].default
SETTINGS = {
    str(field.validation_alias or f"MIOLUMI_{name.upper()}")
    for name, field in Settings.model_fields.items()
}


def test_compose_starts_commands_that_exist_and_lets_them_end_in_peace() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]

    ours = {
        name: service for name, service in services.items() if service.get("image") == "miolumi"
    }
    assert {name: service["command"] for name, service in ours.items()} == {
        name: [name] for name in ("migrate", "serve", "worker")
    }
    assert set(ours) <= main.commands.keys()
    assert _seconds(ours["serve"]["stop_grace_period"]) > SERVER_GRACE
    assert _seconds(ours["worker"]["stop_grace_period"]) > WorkerPace.grace
    assert f"serve:{PORT}" in services["proxy"]["command"]


def test_the_cluster_runs_the_same_commands_on_the_same_port() -> None:
    parts = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "miolumi.yaml").read_text()))

    pods = [part["spec"]["template"]["spec"] for part in parts if part["kind"] != "Service"]
    assert [pod["containers"][0]["args"] for pod in pods] == [["migrate"], ["serve"], ["worker"]]
    _, serve, worker = pods
    assert serve["terminationGracePeriodSeconds"] > SERVER_GRACE
    assert worker["terminationGracePeriodSeconds"] > WorkerPace.grace
    assert _ports(serve) == {PORT}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_unit_starts_a_command_and_waits_for_it_to_end(unit: Path) -> None:
    text = unit.read_text()

    command = re.search(r"^ExecStart=\S+/miolumi (\w+)$", text, re.MULTILINE)
    patience = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert command
    assert patience
    assert command[1] in main.commands
    assert int(patience[1]) > (SERVER_GRACE if command[1] == "serve" else WorkerPace.grace)


def test_the_example_names_settings_that_exist() -> None:
    text = (DEPLOY / "example.env").read_text()

    named = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE))
    assert named - {"POSTGRES_PASSWORD"} <= SETTINGS


def _seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def _ports(pod: dict[str, Any]) -> set[int]:
    [container] = pod["containers"]
    probes = {container[name]["httpGet"]["port"] for name in ("livenessProbe", "readinessProbe")}
    return probes | {port["containerPort"] for port in container["ports"]}
