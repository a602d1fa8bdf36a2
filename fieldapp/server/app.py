"""The office on the network: the doors of `routes`, and one way to say what went wrong."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from fieldapp import __version__, problems
from fieldapp.server.bodies import PushBody, problem_answer
from fieldapp.server.office import HeadOffice
from fieldapp.server.routes import router
from fieldapp.sync.protocol import EnrolRequest, PullRequest

log = logging.getLogger("pilar.server")

ABOUT = """Laptops hand over what was recorded and ask for what is new. Bodies are JSON, or zstd of JSON as
`application/vnd.pilar.sync.v1+zstd` (asked for by `Accept`).

After enrolment every request is signed by the laptop's Ed25519 key: `Pilar-Device` its id, `Pilar-Nonce` 32 fresh hex digits,
`Pilar-Signature` the base64 signature over four lines: method, path with query, nonce, SHA-256 (hex) of the body.
Every answer other than 200 is `{"ok": false, "problem": {"code", "text", "facts"}}`, its code also in the header `Pilar-Problem`."""


class _App(FastAPI):
    """Completes the OpenAPI document: request bodies that handlers read themselves, and the signature's three headers."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema:
            return self.openapi_schema
        document = super().openapi()
        parts = document.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        for model in (EnrolRequest, PushBody, PullRequest):
            schema = TypeAdapter(model).json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            schemas[model.__name__] = schema
        names = ("device", "nonce", "signature")
        parts["securitySchemes"] = {name: {"type": "apiKey", "in": "header", "name": f"Pilar-{name.capitalize()}"} for name in names}
        return document


def make_app(office: HeadOffice) -> FastAPI:
    """Return the web application of an office."""
    app = _App(title="Pilar", version=__version__, description=ABOUT, docs_url=None, redoc_url=None, separate_input_output_schemas=False)
    app.include_router(router(office))
    app.add_exception_handler(problems.Problem, _problem)
    app.add_exception_handler(HTTPException, _unknown)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(Exception, _fault)
    return app


async def _problem(_request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, problems.Problem)
    log.info("refused %s", wrong.code)
    return await run_in_threadpool(problem_answer, wrong)


async def _unknown(_request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    kinds = {404: problems.ROUTE_UNKNOWN, 405: problems.METHOD_WRONG}
    answer = problem_answer(kinds.get(wrong.status_code, problems.REQUEST_SHAPE)())
    answer.headers.update(wrong.headers or {})
    return answer


async def _misshapen(_request: Request, _wrong: Exception) -> Response:
    return problem_answer(problems.REQUEST_SHAPE())


async def _fault(_request: Request, wrong: Exception) -> Response:
    # The words of an exception may quote what was sent; its kind and place are enough to find the mistake.
    trace = wrong.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "-"
    log.error("%s %s at %s", problems.SERVER_FAULT.code, type(wrong).__name__, where)
    return problem_answer(problems.SERVER_FAULT())
