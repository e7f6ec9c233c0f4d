"""The documentation keeps its word: who knows nothing else calls the API at random and compares."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    missing_required_header,
    positive_data_acceptance,
    unsupported_method,
)

from tests.api.conftest import KEY
from tests.api.served import serve_in_thread
from tests.databases import copy_migrated

HEADERS = {"Authorization": f"Bearer {KEY}"}
EXAMPLES = 20  # of each endpoint, right and wrong ones each
LEFT_OUT = [
    positive_data_acceptance,  # JSON Schema can't say which phones, names and ids there are
    missing_required_header,  # there is none but Authorization, which ignored_auth looks at
    unsupported_method,  # asks for all methods on its own: the test of methods does
]
OPERATIONS = [
    ("POST", "/operators/"),
    ("GET", "/operators/"),
    ("PATCH", "/operators/{operator_id}"),
    ("POST", "/sources/"),
    ("GET", "/sources/"),
    ("PATCH", "/sources/{source_id}"),
    ("POST", "/operator-weights/"),
    ("GET", "/operator-weights/"),
    ("POST", "/labels/"),
    ("GET", "/labels/"),
    ("PATCH", "/labels/{label_id}"),
    ("POST", "/answers/"),
    ("GET", "/answers/"),
    ("PATCH", "/answers/{answer_id}"),
    ("DELETE", "/answers/{answer_id}"),
    ("POST", "/contacts/"),
    ("GET", "/contacts/"),
    ("GET", "/contacts/{contact_id}"),
    ("PATCH", "/contacts/{contact_id}"),
    ("PATCH", "/contacts/{contact_id}/status"),
    ("POST", "/contacts/{contact_id}/return"),
    ("POST", "/contacts/{contact_id}/pass"),
    ("POST", "/contacts/{contact_id}/reopen"),
    ("POST", "/contacts/{contact_id}/snooze"),
    ("POST", "/contacts/{contact_id}/wake"),
    ("GET", "/settings/"),
    ("PATCH", "/settings/{name}"),
    ("GET", "/leads/"),
    ("POST", "/webhooks/resend"),
    ("GET", "/statistics/"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an API with some rows is served."""
    path = tmp_path_factory.mktemp("schemathesis") / "leadbot.db"
    copy_migrated(path)
    with serve_in_thread(f"sqlite+aiosqlite:///{path}", KEY) as served:
        with httpx.Client(base_url=served, headers=HEADERS) as api:
            api.post("/operators/", json={"name": "Zoe", "max_active_leads": 9})
            api.post("/sources/", json={"name": "Shop"})
            api.post("/operator-weights/", json={"operator_id": 1, "source_id": 1, "weight": 3})
            for number in range(15):
                api.post("/contacts/", json={"source_id": 1, "message": "Hi", "external_id": f"crm-{number}"})
        yield served


@pytest.fixture(scope="module")
def schema(address: str) -> schemathesis.BaseSchema:
    """What the API says of itself."""
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


def is_sent_whole(case: Case[Any]) -> bool:
    """Tell whether everything of a case can be seen on the wire: an empty list in a query can't."""
    return all(value not in (None, [], {}) for value in (case.query or {}).values())


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_as_documented(
    schema: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy(generation_mode=mode).filter(is_sent_whole))
    def call(case: Case[Any]) -> None:
        case.call_and_validate(headers=HEADERS, excluded_checks=LEFT_OUT)

    call()


def test_nothing_is_documented_that_is_not_called_here(schema: schemathesis.BaseSchema) -> None:
    paths = schema.raw_schema["paths"]
    documented = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    assert documented - set(OPERATIONS) <= {("GET", "/healthz"), ("GET", "/metrics")}
