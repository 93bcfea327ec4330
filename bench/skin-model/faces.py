"""Labelled faces as square crops around the face oval, with drawn variants that carry glasses and strands of hair."""
import csv
import json
import math
import os
import random
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from PIL import Image, ImageDraw

SIDE = 560        # Pixels of a stored crop.
REACH = 2.0       # Side of a stored crop in sizes of the oval, so that training can move, turn and scale what it cuts out of it.
IGNORE = 255
BACKGROUND, SKIN, HAIR, BEARD, OTHER, EYE, BROW = range(7)


class Face:
    """One picture in the frame of its crop."""

    def __init__(self, name, tone, image, labels, lines, has_lines, has_truth):
        self.name, self.tone, self.image, self.labels = name, tone, image, labels
        self.lines = lines            # uint8: 0 none, 1 line, 2 perhaps one that was not labelled, 255 not counted
        self.has_lines, self.has_truth = has_lines, has_truth


def load(folder):
    """All faces of a folder with an index.csv."""
    with open(os.path.join(folder, "index.csv"), newline="") as f:
        return [read(folder, row) for row in csv.DictReader(f)]


def load_drawn(folder, count, seed, workers, lines_only=False):
    """All faces of a folder, each with as many drawn variants."""
    known = [f for f in load(folder) if f.has_truth or not lines_only]
    with ProcessPoolExecutor(workers) as work:
        drawn = work.map(variants, known, [count] * len(known), [seed] * len(known))
        return [v for of_one in drawn for v in of_one]


def read(folder, row):
    name = row["name"]
    path = os.path.join(folder, name)
    image = Image.open(path + ".jpg").convert("RGB")
    labels = Image.open(path + ".labels.png").convert("L")
    with open(path + ".oval.json") as f:
        oval = json.load(f)
    xs, ys = [p[0] for p in oval], [p[1] for p in oval]
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    cx, cy, half = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, size * REACH / 2
    scale = SIDE / (2 * half)
    back = (1 / scale, 0, cx - half, 0, 1 / scale, cy - half)
    big = image.resize((image.width * 2, image.height * 2), Image.BICUBIC) if scale > 1 else image
    k = big.width / image.width
    crop = big.transform((SIDE, SIDE), Image.AFFINE, [v * k for v in back], Image.BICUBIC)
    framed = Image.new("L", labels.size, 0)
    framed.paste(labels)
    inside = Image.new("L", labels.size, 255).transform((SIDE, SIDE), Image.AFFINE, back, Image.NEAREST)
    marks = np.array(framed.transform((SIDE, SIDE), Image.AFFINE, back, Image.NEAREST))
    marks[np.array(inside) == 0] = IGNORE
    truth, has_truth = [], os.path.exists(path + ".lines.json")
    if has_truth:
        with open(path + ".lines.json") as f:
            truth = json.load(f)
    points = [[((x - cx + half) * scale, (y - cy + half) * scale) for x, y in line["points"]] for line in truth]
    lines = draw_lines(points)
    if truth:
        # Where a face has lines, the fine ones among them are not all labelled.
        lines[(lines == 0) & (marks == SKIN)] = 2
    return Face(name, row["tone"], np.array(crop), marks, lines, bool(truth), has_truth)


def draw_lines(lines):
    """1 on a line, 255 beside it, where a label may be off by a little."""
    near, core = Image.new("L", (SIDE, SIDE), 0), Image.new("L", (SIDE, SIDE), 0)
    for points in lines:
        ImageDraw.Draw(near).line(points, fill=1, width=13, joint="curve")
        ImageDraw.Draw(core).line(points, fill=1, width=5, joint="curve")
    out = np.array(near) * IGNORE
    out[np.array(core) == 1] = 1
    return out.astype(np.uint8)


def variants(face, count, seed):
    """The face as it is and with things drawn on it."""
    rng = random.Random(f"{seed}/{face.name}")
    out = [face]
    for i in range(count):
        out.append((with_glasses if i % 2 == 0 else with_strands)(face, rng))
    return out


def copied(face, image, labels, lines):
    return Face(face.name, face.tone, image, labels, lines, face.has_lines, face.has_truth)


def with_glasses(face, rng):
    eyes = np.argwhere(face.labels == EYE)
    if len(eyes) < 40:
        return face
    middle = SIDE / 2
    sides = [eyes[eyes[:, 1] < middle], eyes[eyes[:, 1] >= middle]]
    if min(len(s) for s in sides) < 20:
        return face
    (ly, lx), (ry, rx) = sides[0].mean(0), sides[1].mean(0)
    apart = math.hypot(rx - lx, ry - ly)
    w, h = apart * rng.uniform(.36, .5), apart * rng.uniform(.24, .42)
    thick = max(2, apart * rng.choice([.02, .03, .05, .09, .13]))
    k = 3
    mask = Image.new("L", (SIDE * k, SIDE * k), 0)
    draw = ImageDraw.Draw(mask)
    drop = apart * rng.uniform(0, .12)
    for x, y in ((lx, ly), (rx, ry)):
        box = [(x - w) * k, (y - h + drop) * k, (x + w) * k, (y + h + drop) * k]
        if rng.random() < .5:
            draw.ellipse(box, outline=255, width=int(thick * k))
        else:
            draw.rounded_rectangle(box, radius=h * k * rng.uniform(.3, .9), outline=255, width=int(thick * k))
    bridge = drop + rng.uniform(-.5, .1) * h
    draw.line([((lx + w) * k, (ly + bridge) * k), ((rx - w) * k, (ry + bridge) * k)], fill=255, width=int(thick * k))
    for x, y, s in ((lx - w, ly, -1), (rx + w, ry, 1)):
        draw.line([(x * k, (y + bridge) * k), ((x + s * apart * .6) * k, (y + bridge - apart * .03) * k)], fill=255, width=int(thick * k))
    alpha = np.array(mask.resize((SIDE, SIDE), Image.LANCZOS)).astype(np.float32)[..., None] / 255
    dark = rng.random() < .7
    colour = np.array([rng.uniform(0, 70) if dark else rng.uniform(60, 230) for _ in range(3)], np.float32)
    if rng.random() < .6:
        colour[:] = colour.mean()
    shade = np.linspace(rng.uniform(.7, 1.3), rng.uniform(.7, 1.3), SIDE, dtype=np.float32)[:, None, None]
    image = face.image * (1 - alpha) + np.clip(colour * shade, 0, 255) * alpha
    labels, lines = face.labels.copy(), face.lines.copy()
    hidden = (alpha[..., 0] > .5) & (labels != IGNORE)
    labels[hidden], lines[hidden] = OTHER, 0
    return copied(face, image.round().astype(np.uint8), labels, lines)


def with_strands(face, rng):
    """A fringe of single strands over forehead and cheeks."""
    hair = face.image[face.labels == HAIR]
    if len(hair) > 400 and rng.random() < .6:
        base = hair[rng.randrange(len(hair))].astype(np.float32)
    else:
        base = np.array(rng.choice([(30, 22, 18), (60, 40, 28), (110, 75, 45), (170, 130, 80), (150, 70, 35), (190, 185, 180), (15, 15, 15)]), np.float32)
    k = 2
    image = face.image.astype(np.float32)
    total = np.zeros((SIDE, SIDE), np.float32)
    bundles = rng.randint(1, 5)
    for _ in range(bundles):
        mask = Image.new("L", (SIDE * k, SIDE * k), 0)
        draw = ImageDraw.Draw(mask)
        x0, y0 = rng.uniform(.25, .75) * SIDE, rng.uniform(.12, .3) * SIDE
        x1, y1 = x0 + rng.uniform(-.22, .22) * SIDE, y0 + rng.uniform(.1, .4) * SIDE
        bend = rng.uniform(-.12, .12) * SIDE
        spread = rng.uniform(.004, .09) * SIDE
        for _ in range(rng.choice([2, 5, 15, 60, 150])):
            a, b = rng.gauss(0, spread), rng.gauss(0, spread * .7)
            points = []
            for i in range(13):
                t = i / 12
                x = x0 + a + (x1 + b - x0 - a) * t + bend * math.sin(math.pi * t)
                points.append((x * k, (y0 + (y1 - y0) * t + rng.uniform(-.3, .3)) * k))
            draw.line(points, fill=rng.randint(120, 255), width=rng.choice([1, 2, 2, 3]), joint="curve")
        alpha = np.array(mask.resize((SIDE, SIDE), Image.LANCZOS)).astype(np.float32) / 255
        tint = np.clip(base * rng.uniform(.6, 1.4), 0, 255)
        image = image * (1 - alpha[..., None]) + tint * alpha[..., None]
        total = np.maximum(total, alpha)
    labels, lines = face.labels.copy(), face.lines.copy()
    cover = Image.fromarray((total * 255).astype(np.uint8)).resize((SIDE // 4, SIDE // 4), Image.BOX).resize((SIDE, SIDE), Image.BICUBIC)
    hidden = ((total > .45) | (np.array(cover) > 90)) & (labels != IGNORE)
    labels[hidden] = HAIR
    lines[hidden | (total > .15)] = 0
    return copied(face, image.round().clip(0, 255).astype(np.uint8), labels, lines)
