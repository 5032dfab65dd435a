"""A tiny store behind HTTP. It appends each write to a log, and reads the log when it starts."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

# The planted bug: writes are acknowledged before they are in the log, which gets fifty of them at a time.
LAZY = "--lazy" in sys.argv
LOG = "/var/lib/tiny-store/log"

held = {}
if os.path.exists(LOG):
    with open(LOG) as lines:
        held = dict(json.loads(line) for line in lines)
log = open(LOG, "a")
waiting = []


def put(path, value):
    held[path] = value
    waiting.append(json.dumps([path, value]) + "\n")
    if not LAZY or len(waiting) == 50:
        log.write("".join(waiting))
        log.flush()
        waiting.clear()


class Request(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.endswith("/"):
            self.answer([value for path, value in held.items() if path.startswith(self.path)])
        else:
            self.answer(held.get(self.path))

    def do_PUT(self):
        put(self.path, self.body())
        self.answer(True)

    def do_PATCH(self):
        expected, new = self.body()
        matches = held.get(self.path) == expected
        if matches:
            put(self.path, new)
        self.answer(matches)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, value):
        text = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


HTTPServer(("0.0.0.0", 7000), Request).serve_forever()
