"""Receives webhooks with Python's standard library: receive.py PORT SECRET. The secret is the secret_key of the webhook."""

import base64
import hashlib
import hmac
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

port, secret = int(sys.argv[1]), base64.b64decode(sys.argv[2].removeprefix("whsec_"))


def is_signed(headers, body):
    """Whether the body is signed with the secret, and not long ago."""
    identifier, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > 300:
        return False
    digest = hmac.new(secret, f"{identifier}.{sent}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(expected, one) for one in headers.get("webhook-signature", "").split())


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = is_signed(self.headers, body)
        # Any answer from 200 to 299 is "taken". An event may come twice: whoever stores it looks at webhook-id.
        self.send_response(204 if good else 401)
        self.end_headers()
        if good:
            event = json.loads(body)
            print(f"{event['event']} {event['image_id']} {event['status']}", flush=True)

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", port), Receiver).serve_forever()
