"""What a user would write with OpenCV: read a photo once, then per mask copy, draw, blend and encode. Prints milliseconds as JSON."""
import json
import sys
import time

import cv2
import numpy as np

photo, masks_file, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
masks = json.load(open(masks_file))


def ms(action):
    start = time.perf_counter()
    result = action()
    return result, (time.perf_counter() - start) * 1000


def draw(base, mask):
    overlay = base.copy()
    height, width = base.shape[:2]
    scale = np.array([width / mask["width"], height / mask["height"]])
    shift = 4
    out = np.full((height, width), 0, np.float32) if mask["kind"] == "heat map" else None
    for level in mask["levels"]:
        for polygon in level["polygons"]:
            rings = [np.round(np.array(ring) * scale * (1 << shift)).astype(np.int32) for ring in polygon]
            if out is None:
                cv2.fillPoly(overlay, rings, (102, 11, 1), cv2.LINE_AA, shift)
            else:
                one = np.zeros((height, width), np.uint8)
                cv2.fillPoly(one, rings, 255, cv2.LINE_AA, shift)
                out += one * (level["intensity"] / 255)
        for line in level["lines"]:
            points = np.round(np.array(line) * scale * (1 << shift)).astype(np.int32)
            cv2.polylines(overlay, [points], False, (102, 11, 1), max(1, round(mask["thickness"] * max(width, height))), cv2.LINE_AA, shift)
        for x, y, r in level["points"]:
            cv2.circle(overlay, (round(x * scale[0] * 16), round(y * scale[1] * 16)), round(r * scale[0] * 16), (102, 11, 1), -1, cv2.LINE_AA, shift)
    if out is None:
        blended = cv2.addWeighted(overlay, 0.5, base, 0.5, 0)
    else:
        alpha = (np.clip(out, 0, 1) * 0.5)[:, :, None]
        blended = (base * (1 - alpha) + np.array([102, 11, 1], np.float32) * alpha).astype(np.uint8)
    return cv2.imencode(".jpg", blended, [cv2.IMWRITE_JPEG_QUALITY, 92])[1]


data = np.frombuffer(open(photo, "rb").read(), np.uint8)
result = {"decode": min(ms(lambda: cv2.imdecode(data, cv2.IMREAD_COLOR))[1] for _ in range(repeats))}
base = cv2.imdecode(data, cv2.IMREAD_COLOR)
for mask in masks:
    result[mask["kind"]] = min(ms(lambda: draw(base, mask))[1] for _ in range(repeats))
print(json.dumps(result))
