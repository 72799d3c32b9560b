"""`taox params`: the hyperparameters, from the economy's own tables."""

from taox.economy import HYPERPARAMETERS
from taox.sim.figures import Heading, text_table


def preset_lines(name: str) -> str:
    return name


def params_text() -> str:
    rows = [(spec.name, spec.type, spec.unit, str(spec.default)) for spec in HYPERPARAMETERS]
    return text_table([Heading("name")] * 4, [("", rows)])


def params_data() -> list[dict[str, object]]:
    return []
