"""A client of a small HTTP store, for Faultline: one line of JSON in, one line out."""

import json
import sys
import urllib.error
import urllib.request

store = None


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(store + path, data, method=method)
    with urllib.request.urlopen(request, timeout=2) as response:
        return json.load(response)


def open_connection(request):
    # A store on real nodes has its address in request["node"]["address"].
    global store
    store = request["store"]
    ask("GET", "/")


def read(key):
    return ask("GET", f"/registers/{key}")


def write(key, value):
    ask("PUT", f"/registers/{key}", value)


def cas(key, expected, new):
    return ask("POST", f"/registers/{key}", [expected, new])


METHODS = {"open": open_connection, "read": read, "write": write, "cas": cas}

for line in sys.stdin:
    op = json.loads(line)
    try:
        answer = {"ok": METHODS[op["method"]](*op["arguments"])}
    except urllib.error.HTTPError as error:
        # The store says so before it changes anything: the op has failed.
        answer = {"fail": "refused", "message": str(error)}
    except OSError as error:
        # Nobody knows how far the request got.
        answer = {"info": "no-answer", "message": str(error)}
    print(json.dumps(answer), flush=True)
