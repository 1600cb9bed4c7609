"""HTTP as uvicorn speaks it, with a bound on what a request may hold beside its body: it would keep addresses and headers of any length."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST: Final = 64 * 1024  # bytes of the address and the headers of a request
_BODY: Final = 16  # bytes sent for one of a body, at most: in chunks of one byte each there are six


class BoundedProtocol(HttpToolsProtocol):
    """Ends a connection whose request has a head, or trailers, without end."""

    _beside = 0  # bytes that came beside the body of the present request

    def data_received(self, data: bytes) -> None:
        """Take what came, or end the connection."""
        self._beside += len(data)
        super().data_received(data)
        if self._beside > MOST and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """A new request begins."""
        self._beside = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """A part of the body came; it is bounded by whoever reads it."""
        self._beside -= _BODY * len(body)
        super().on_body(body)
