"""An outlet's site on this machine, to be fetched from."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Lock, Thread


class Site:
    """Pages by their paths, each a status, a body and headers; ``asked`` is what was asked for, with its headers.

    With an ETag among its headers, what has not changed is answered with 304. ``at_once`` is how many were ever asked
    for at the same time.
    """

    def __init__(self):
        self.pages: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.meanwhile = lambda: None
        self.at_once = self._now = 0
        self._lock = Lock()

    def put(self, path, body="", status=200, **headers):
        data = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = (status, data, {name.replace("_", "-"): value for name, value in headers.items()})

    def paths(self):
        """What was asked for, but for what a site asks not to fetch."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def answer(self, path, headers):
        with self._lock:
            self._now += 1
            self.at_once = max(self.at_once, self._now)
            self.asked.append((path, headers))
        try:
            self.meanwhile()
            status, body, sent = self.pages.get(path, (404, b"", {}))
            if status == 200 and sent.get("ETag") and headers.get("if-none-match") == sent["ETag"]:
                return 304, b"", sent
            return status, body, sent
        finally:
            with self._lock:
                self._now -= 1


@contextmanager
def serving(answer, at: socket | None = None):
    """The port at which ``answer`` is asked, and told, while it is: any, or the one that ``at`` is bound to.

    It is given a path, headers in small letters and a body, and gives a status, a body and headers.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            given = {name.lower(): value for name, value in self.headers.items()}
            length = int(given.get("content-length", 0))
            told = self.rfile.read(length)
            if len(told) < length:  # who told it died in the middle: nobody has heard it
                self.close_connection = True
                return
            status, body, headers = answer(self.path, given, told)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            self.do_GET()

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """Who asked may have hung up."""

    server = Server(("127.0.0.1", 0), Handler, bind_and_activate=at is None)
    if at is not None:
        server.socket.close()
        server.socket = at
        server.server_name, server.server_port = at.getsockname()
        server.server_activate()
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served(site: Site):
    """The address of ``site`` while it is served, without a slash at its end."""
    with serving(lambda path, headers, _: site.answer(path, headers)) as port:
        yield f"http://127.0.0.1:{port}"
