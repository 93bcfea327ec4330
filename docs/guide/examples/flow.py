"""From a login to pictures with Python's standard library: flow.py PHOTO FOLDER. URL, EMAIL and PASSWORD say where, and who."""

import json
import os
import pathlib
import sys
import time
import urllib.request
from datetime import datetime, timedelta, timezone

URL = os.environ["URL"]


def send(method, address, body=None, headers=None):
    """A request, and the bytes of its answer; an answer of 400 and above is an exception, whose body says what is wrong."""
    request = urllib.request.Request(address, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {address}: {error.code} {error.read().decode()}")


def call(method, path, body=None, token=None):
    """A call of the API: JSON there and back."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    answer = send(method, URL + path, None if body is None else json.dumps(body).encode(), headers)
    return json.loads(answer) if answer else None


photo, folder = (pathlib.Path(argument) for argument in sys.argv[1:])

# 1. Sign in, and make a private token: backends keep that instead of a password.
session = call("POST", "/api/v1/auth/login/", {"username": os.environ["EMAIL"], "password": os.environ["PASSWORD"]})
until = datetime.now(timezone.utc) + timedelta(days=30)
made = call("POST", "/api/v1/auth/private_tokens/", {"name": "guide", "expiration_time": until.isoformat()}, session["access_token"])
token, company = made["data"], session["company_id"]
base = f"/api/v1/companies/{company}"

# 2. A dataset, and what is to be computed in it. Both are made once, not for each photo.
dataset = call("POST", f"{base}/datasets/", {"name": "Guide", "expire_images_after_days": 30}, token)["id"]
wanted = ["lines", "pores", "redness", "quality"]
attach = {"dataset_id": dataset, "enabled_algorithms": wanted}
call("POST", f"{base}/applications/face_skin_metrics_2/attach-to-dataset/", attach, token)

# 3. A subject: one person.
subject = call("POST", f"{base}/datasets/{dataset}/subjects/", {"name": "Participant 12", "meta": {"arm": "B"}}, token)["id"]

# 4. The photo is announced, and then uploaded to the address that the answer gives, with exactly its headers.
image = call("POST", f"{base}/subjects/{subject}/signed_upload_url/", {"side_id": 1, "name": "front.jpg"}, token)
send(image["method"], image["url"], photo.read_bytes(), image["headers"])

# 5. Compute, and ask for results until all are there. The list grows; a webhook spares the asking.
call("POST", f"{base}/batches/{image['batch_id']}/compute/", {}, token)
results = []
while len(results) < len(wanted):
    time.sleep(0.5)
    path = f"{base}/datasets/{dataset}/subjects/{subject}/batches/{image['batch_id']}/images/{image['id']}/results/"
    results = call("GET", path, token=token)
for result in (item["result"] for item in results):
    print(f"{result['algorithm_tech_name']}: {result.get('error') or result['area_results'][0]['main_metric']['value']}")

# 6. Pictures with masks on the photo, and the same as SVG. Their addresses are signed and need no token.
ask = {
    "image_id": image["id"],
    "image_type": "original",
    "masks": [{"algorithm_tech_name": "lines"}, {"algorithm_tech_name": "redness"}],
}
for mask in call("POST", f"/service/rasterisation/v4/masks/?company_id={company}", ask, token):
    (folder / f"{mask['algorithm_tech_name']}.jpg").write_bytes(send("GET", mask["masked_image_url"]))
for mask in call("POST", f"/service/rasterisation/v5/svg_masks/?company_id={company}", ask, token)["results"]:
    (folder / f"{mask['algorithm_tech_name']}.svg").write_bytes(send("GET", mask["masked_image_url"]))

# 7. The subject is erased with everything that is known of the person, and the token is revoked.
call("DELETE", f"{base}/datasets/{dataset}/subjects/{subject}/", token=token)
call("DELETE", f"/api/v1/auth/private_tokens/{made['id']}/", token=token)
