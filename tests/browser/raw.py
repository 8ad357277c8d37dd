"""A client that speaks the server's own protocol, without a browser that would keep to the rules."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.browser.cookie import cookie
from tests.screen.sent import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER_S = 60


@dataclass
class Raw:
    """One connection of one user; without one, of someone who has not signed in."""

    url: str
    user: str | None
    cookies: dict[str, str] = field(default_factory=dict)
    received: list[ForwardMsg] = field(default_factory=list)

    def __post_init__(self) -> None:
        with urlopen(f"{self.url}/_stcore/health", timeout=ANSWER_S) as answer:
            for said in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = said.partition(";")[0].partition("=")
                self.cookies[name] = value
        if self.user is not None:
            name, value = cookie(self.url, self.user)
            self.cookies[name] = value
        self.socket = self._connect()

    def _connect(self) -> ClientConnection:
        return connect(
            f"{self.url.replace('http', 'ws')}/_stcore/stream",
            origin=Origin(self.url),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(self.cookies[XSRF_COOKIE_NAME])],
            additional_headers={"Cookie": self._cookie()},
            max_size=None,
            legacy=True,
        )

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, page_hash: str = "", page_name: str = "", **link: str) -> str:
        """Run the page of a hash or a name with a link, and return all that is sent for it."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = page_hash
        asked.rerun_script.page_name = page_name
        asked.rerun_script.query_string = urlencode(link)
        self.socket.send(asked.SerializeToString())
        told = list(self._until_finished())
        self.received = told
        # The address that was asked for is told back as it was asked; what is in it the client knew.
        sent = (message for message in told if message.WhichOneof("type") != "page_info_changed")
        return plain(" ".join(text for message in sent for text in _readable(message)))

    def pages(self) -> dict[str, str]:
        """Return the hashes of the pages that the last answer offers, by their addresses."""
        offered = [message.navigation for message in self.received if message.WhichOneof("type") == "navigation"]
        return {page.url_pathname: page.page_script_hash for told in offered for page in told.app_pages}

    def downloads(self) -> list[str]:
        """Return the names under which the last answer's files can be made."""
        return [
            message.delta.new_element.download_button.deferred_file_id
            for message in self.received
            if message.WhichOneof("type") == "delta"
            and message.delta.WhichOneof("type") == "new_element"
            and message.delta.new_element.WhichOneof("type") == "download_button"
        ]

    def make(self, file_id: str) -> str:
        """Ask for a file to be made; returns its address, empty where it is refused."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.session_id = self._session()
        asked.backend_operation_request.deferred_file.file_id = file_id
        self.socket.send(asked.SerializeToString())
        while True:
            message = self._read()
            if message.WhichOneof("type") == "backend_operation_response":
                return str(message.backend_operation_response.deferred_file.url)

    def _session(self) -> str:
        begun = [message.new_session for message in self.received if message.WhichOneof("type") == "new_session"]
        return str(begun[0].initialize.session_id)

    def fetch(self, path: str) -> tuple[int, str]:
        """Return the status and the text of an address."""
        request = Request(f"{self.url}{path}", headers={"Cookie": self._cookie()})
        try:
            with urlopen(request, timeout=ANSWER_S) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as refused:
            return refused.code, refused.read().decode("utf-8", "replace")

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _read(self) -> ForwardMsg:
        message = ForwardMsg()
        data = self.socket.recv(timeout=ANSWER_S)
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        return message

    def _until_finished(self) -> Iterator[ForwardMsg]:
        while True:
            message = self._read()
            yield message
            if message.WhichOneof("type") == "script_finished":
                return


def _readable(message: ForwardMsg) -> Iterator[str]:
    """Return a message as text, as it is packed and as it is told."""
    yield message.SerializeToString().decode("utf-8", "replace")
    yield json.dumps(str(message))
