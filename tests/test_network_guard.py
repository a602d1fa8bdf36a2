"""The suite itself never leaves this computer."""

from __future__ import annotations

import socket

import pytest


def test_a_test_that_calls_another_computer_is_stopped():
    with socket.socket() as line, pytest.raises(AssertionError, match="socket"):
        line.connect(("192.0.2.1", 443))


def test_a_test_that_asks_for_a_foreign_name_is_stopped():
    with pytest.raises(AssertionError, match="socket"):
        socket.getaddrinfo("dinsos.example", 443)


def test_a_server_on_this_computer_can_be_called():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5) as line:
        assert line.getpeername() == server.getsockname()
