#!/usr/bin/env bash
# Package:  etcd3gw, version 2.7.0 (Python client of etcd's JSON gateway)
# Expected: Etcd3Client.watch, watch_once and watch_prefix take watch_id and fragment, document both ("ID to assign to this
#           watcher", "split large watch responses"), and send them: the class Watcher below them can.
# Seen:     neither is in the request, without an error or a warning; prev_kv and start_revision, given in the same call, are.
#           So a watch gets whatever id the member chooses, and large batches of events come in one response.
# Needs Python 3 with venv, and PyPI. Nothing but a listener on this machine is asked. Exits with 0 as long as this is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip -q install etcd3gw==2.7.0
cat >watch.py <<'PYTHON'
import http.server
import json
import threading
import warnings

import etcd3gw
from etcd3gw.watch import Watcher

warnings.simplefilter("error")
bodies = []


class Listener(http.server.BaseHTTPRequestHandler):
    """Keeps what it is asked, and answers that the watch is there."""

    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answer = b'{"result":{"created":true}}\n'
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = etcd3gw.client(port=server.server_address[1], api_path="/v3/")
asked = {"start_revision": 5, "prev_kv": True, "watch_id": 7, "fragment": True}

client.watch("k", **asked)
client.watch_prefix("k", **asked)
Watcher(client, "k", lambda event: None, **asked)
server.shutdown()
server.server_close()
for body in bodies:
    print(json.dumps(body["create_request"], sort_keys=True))
by_client, by_prefix, by_watcher = (set(body["create_request"]) for body in bodies)
assert by_client == {"key", "start_revision", "prev_kv"}, by_client
assert by_prefix == {"key", "range_end", "start_revision", "prev_kv"}, by_prefix
assert by_watcher == {"key", "start_revision", "prev_kv", "watch_id", "fragment"}, by_watcher
PYTHON
timeout 60 env/bin/python watch.py
echo "as written: watch_id and fragment do not arrive"
