"""The office on the network: signed requests only, every answer described, and no request that makes it stumble."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
import schemathesis
from hypothesis import given, settings
from nacl.signing import SigningKey
from requests import PreparedRequest
from requests.auth import AuthBase

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.server.app import make_app
from fieldapp.server.office import HeadOffice, open_office
from fieldapp.server.run import start_in_thread
from fieldapp.sync import wire
from fieldapp.sync.protocol import CONTENT_TYPE, EnrolRequest


@dataclass
class House:
    office: HeadOffice
    url: str
    device: str
    key: SigningKey

    def signature(self, method: str, target: str, body: bytes = b"") -> dict[str, str]:
        nonce = secrets.token_hex(16)
        signed = self.key.sign(wire.signed_text(method, target, nonce, body)).signature
        return {"Pilar-Device": self.device, "Pilar-Nonce": nonce, "Pilar-Signature": base64.b64encode(signed).decode()}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    office = open_office(tmp_path_factory.mktemp("doors"))
    office.add_user("ratna", "Ratna", "", "worker", "18.11.02")
    key, device = SigningKey.generate(), new_id()
    office.desk().enrol(EnrolRequest(office.make_code("ratna"), device, key.verify_key.encode().hex(), "0"))
    running = start_in_thread(office)
    yield House(office, running.url, device, key)
    running.stop()
    office.close()


@pytest.fixture
def line() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


PULL = b'{"cursors":{}}'


def _pull(line, house, body=PULL, **headers):
    signed = house.signature("POST", "/v1/pull", body)
    return line.post(house.url + "/v1/pull", content=body, headers={"Content-Type": "application/json", **signed, **headers})


def _code(answer) -> str:
    told = answer.json()
    assert told["ok"] is False
    assert told["problem"]["text"]
    assert answer.headers["pilar-problem"] == told["problem"]["code"]
    assert int(told["problem"]["code"].partition(".")[0]) == answer.status_code
    return told["problem"]["code"]


def test_plain_json_is_understood_and_answered_in_plain_json(line, house):
    answer = _pull(line, house)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["server_id"] == house.office.server_id


def test_zstd_is_answered_to_who_asks_for_it(line, house):
    answer = _pull(line, house, wire.compressed(PULL), **{"Content-Type": CONTENT_TYPE, "Accept": CONTENT_TYPE})
    assert answer.headers["content-type"] == CONTENT_TYPE
    assert json.loads(wire.expanded(answer.content))["server_id"] == house.office.server_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"Pilar-Device": "0193d2a0-5f0e-7c1a-8a44-2b9f6f0e7d11"},
        {"Pilar-Nonce": "0" * 32},
        {"Pilar-Nonce": "x"},
        {"Pilar-Signature": base64.b64encode(bytes(64)).decode()},
        {"Pilar-Signature": "%%%"},
        {"Pilar-Signature": ""},
    ],
)
def test_a_request_without_a_true_signature_is_turned_away(line, house, wrong):
    assert _code(_pull(line, house, **wrong)) == problems.NOT_SIGNED.code


def test_another_body_or_address_under_a_signature_is_turned_away(line, house):
    signed = house.signature("POST", "/v1/pull", PULL)
    assert _code(line.post(house.url + "/v1/pull", content=PULL + b" ", headers=signed)) == problems.NOT_SIGNED.code
    assert _code(line.post(house.url + "/v1/push", content=PULL, headers=signed)) == problems.NOT_SIGNED.code
    assert _code(line.post(house.url + "/v1/pull?x=1", content=PULL, headers=signed)) == problems.NOT_SIGNED.code
    assert line.post(house.url + "/v1/pull", content=PULL, headers=signed).status_code == 200


def test_a_recorded_request_does_not_count_twice(line, house):
    signed = house.signature("POST", "/v1/pull", PULL)
    assert line.post(house.url + "/v1/pull", content=PULL, headers=signed).status_code == 200
    assert _code(line.post(house.url + "/v1/pull", content=PULL, headers=signed)) == problems.NOT_SIGNED.code


def test_only_a_revoked_laptop_itself_learns_that_it_was_revoked(line, house):
    key, device = SigningKey.generate(), new_id()
    house.office.desk().enrol(EnrolRequest(house.office.make_code("ratna"), device, key.verify_key.encode().hex(), "0"))
    house.office.revoke(device)
    own = House(house.office, house.url, device, key)
    forged = House(house.office, house.url, device, SigningKey.generate())
    assert _code(_pull(line, own)) == problems.DEVICE_REVOKED.code
    assert _code(_pull(line, forged)) == problems.NOT_SIGNED.code


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"cursors":{"x":1e999}}', b'{"cursors":{"\\ud800":1}}', b"\xff\xfe", b"[" * 50_000])
@pytest.mark.parametrize("kind", ["application/json", CONTENT_TYPE])
def test_a_body_that_is_no_message_is_refused(line, house, body, kind):
    assert _code(_pull(line, house, body, **{"Content-Type": kind})) == problems.REQUEST_SHAPE.code


def test_a_body_that_unpacks_too_large_is_refused(line, house):
    bomb = wire.compressed(bytes(9 * 1024 * 1024))
    assert _code(_pull(line, house, bomb, **{"Content-Type": CONTENT_TYPE})) == problems.REQUEST_TOO_LARGE.code
    assert _code(_pull(line, house, bytes(3 * 1024 * 1024))) == problems.REQUEST_TOO_LARGE.code


def test_unknown_addresses_and_ways_are_told_as_problems(line, house):
    assert _code(line.get(house.url + "/admin")) == problems.ROUTE_UNKNOWN.code
    assert _code(line.get(house.url + "/v1/push")) == problems.METHOD_WRONG.code
    assert _code(line.get(house.url + "/docs")) == problems.ROUTE_UNKNOWN.code


def test_health_says_that_the_office_answers(line, house):
    assert line.get(house.url + "/health").json()["ok"] is True


def test_wrong_codes_are_counted_by_where_they_come_from(line, house):
    wrong = {"code": "AAAA", "device": new_id(), "device_key": "00" * 32, "app_version": "0"}
    codes = [_code(line.post(house.url + "/v1/enrol", json=wrong)) for _ in range(11)]
    assert codes == [problems.CODE_WRONG.code] * 10 + [problems.TOO_MANY_CODES.code]
    house.office.wrong_codes.seen.clear()


def test_a_mistake_of_ours_is_told_by_its_code_and_logged_without_what_was_sent(house, caplog):
    app = make_app(house.office)
    secret = "1811024503810042"

    def stumble() -> int:
        raise ZeroDivisionError(secret)

    app.add_api_route("/stumble", stumble)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://127.0.0.1") as client:
            return await client.get("/stumble")

    with caplog.at_level(logging.INFO):
        assert _code(asyncio.run(ask())) == problems.SERVER_FAULT.code
    assert "ZeroDivisionError at stumble:" in caplog.text
    assert secret not in caplog.text


def test_the_document_tells_every_door_with_its_answers(house):
    app = make_app(house.office)
    document = app.openapi()
    doors = {(method, path) for path, ways in document["paths"].items() for method in ways}
    attachment = "/v1/attachments/{root}/{sha256}"
    assert doors == {
        ("get", "/health"), ("post", "/v1/enrol"), ("post", "/v1/push"), ("post", "/v1/pull"),
        ("head", attachment), ("patch", attachment), ("get", attachment),
    }  # fmt: skip
    for method, path in doors:
        told = document["paths"][path][method]
        assert told["description"]
        assert told["operationId"]
        assert {"200", "500", "503"} <= told["responses"].keys()
        if path.startswith("/v1") and path != "/v1/enrol":
            assert {"401", "403", "422"} <= told["responses"].keys()
            assert told["security"] == [{"device": [], "nonce": [], "signature": []}]
        for status, answer in told["responses"].items():
            assert answer["description"]
            if status != "200":
                assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ProblemAnswer"}
    for path in ("/v1/enrol", "/v1/push", "/v1/pull"):
        assert document["paths"][path]["post"]["requestBody"]["content"].keys() == {"application/json", CONTENT_TYPE}
    assert _missing_references(document) == set()


def _missing_references(document) -> set[str]:
    text = json.dumps(document)
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    return named - document["components"]["schemas"].keys()


class _Signed(AuthBase):
    """Signs what schemathesis made up, so that it gets past the door."""

    def __init__(self, house: House) -> None:
        self.house = house

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else body
        request.headers.update(self.house.signature(str(request.method), request.path_url, raw))
        return request


@pytest.fixture(scope="module")
def document(house: House) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(house.url + "/openapi.json")


@pytest.mark.parametrize("door", ["health", "enrol", "push", "pull", "attachment_offset", "send_attachment", "fetch_attachment"])
def test_no_request_makes_the_office_stumble(document, house, door):
    operation = document.find_operation_by_id(door)

    @settings(max_examples=25)
    @given(operation.as_strategy())
    def ask(case) -> None:
        house.office.wrong_codes.seen.clear()
        answer = case.call(auth=_Signed(house))
        case.validate_response(answer, checks=[schemathesis.checks.not_a_server_error, schemathesis.checks.status_code_conformance])
        assert answer.status_code == 200 or answer.headers["pilar-problem"]

    ask()


def test_a_laptop_signs_method_address_number_and_body():
    assert wire.signed_text("GET", "/a?b=1", "00", b"") == b"GET\n/a?b=1\n00\n" + hashlib.sha256(b"").hexdigest().encode()
