#!/usr/bin/env python3
"""Trains the two networks of the skin analysis on labelled faces and writes them as TFLite files.

    python3 train.py --faces FOLDER --out FOLDER [--task skin|lines] [--seconds 240] [--device cuda] [--seed 1]

FOLDER has an index.csv and per face NAME.jpg, NAME.labels.png, NAME.oval.json and, for some, NAME.lines.json.
With --check OTHER it also measures on faces that are not trained on. Needs PyTorch, NumPy and Pillow.
"""
import argparse
import json
import math
import os
import random
import time

import numpy as np
import torch
from torch.nn import functional as F

import augment
import faces
import nets

SIZES = {"skin": (288, 1.4), "lines": (448, 1.2)}


def pool(loaded, device):
    stack = lambda key, kind: torch.from_numpy(np.stack([getattr(f, key) for f in loaded])).to(device, kind)
    return stack("image", torch.uint8).permute(0, 3, 1, 2).contiguous(), stack("labels", torch.uint8), stack("lines", torch.uint8)


def skin_loss(logits, labels):
    logits = F.interpolate(logits.float(), size=labels.shape[1:], mode="bilinear", align_corners=False)
    weights = torch.tensor([1, 1, 1.8, 2.2, 2, 1.2, 1.2], device=logits.device)
    cross = F.cross_entropy(logits, labels, weight=weights, ignore_index=faces.IGNORE, label_smoothing=.03)
    known = (labels != faces.IGNORE).float()
    p = logits.softmax(1)
    dice = 0
    for kind in (faces.SKIN, faces.HAIR, faces.BEARD, faces.OTHER):
        truth = (labels == kind).float()
        both = (p[:, kind] * truth * known).sum()
        dice = dice + 1 - (2 * both + 50) / ((p[:, kind] * known).sum() + truth.sum() + 50)
    return cross + .25 * dice


def line_loss(logits, lines, labels, args):
    half = logits.shape[2:]
    sure = ((lines != faces.IGNORE) & (labels != faces.IGNORE)).float().unsqueeze(1)
    truth = (lines == 1).float().unsqueeze(1)
    sure = torch.where(lines.unsqueeze(1) == 2, sure * args.doubt, sure)
    truth, sure = F.max_pool2d(truth, 2), -F.max_pool2d(-sure, 2)
    sure = torch.maximum(sure, truth)
    logits = logits.float()
    cross = F.binary_cross_entropy_with_logits(logits, truth, pos_weight=torch.tensor(3.0, device=logits.device), reduction="none")
    p = logits.sigmoid()
    both = (p * truth * sure).sum((1, 2, 3))
    dice = 1 - (2 * both + 20) / ((p * sure).sum((1, 2, 3)) + truth.sum((1, 2, 3)) + 20)
    assert half == truth.shape[2:]
    return (cross * sure).sum() / sure.sum() * 4 + .5 * dice.mean()


def train(args, log):
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    device = torch.device(args.device)
    torch.backends.cudnn.benchmark = True
    drawn = faces.load_drawn(args.faces, args.variants, args.seed, args.workers, args.task == "lines")
    data = pool(drawn, device)
    log(f"{len(drawn)} pictures")
    net = {"skin": nets.skin_net, "lines": nets.line_net}[args.task](args.dropout).to(device, memory_format=torch.channels_last)
    live = list(net.state_dict().values())
    kept = [v.detach().clone() for v in live]
    means = [v for v in kept if v.dtype.is_floating_point]
    values = [v for v in live if v.dtype.is_floating_point]
    size, side = SIZES[args.task]
    tuned = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=.02)
    start, step, half = time.time(), 0, args.device == "cuda"
    while True:
        done = (time.time() - start) / args.seconds if args.steps == 0 else step / args.steps
        if done >= 1:
            break
        for group in tuned.param_groups:
            group["lr"] = args.rate * min(1, step / 200) * (.5 + .5 * math.cos(math.pi * min(1, done)))
        indices = torch.randint(len(drawn), (args.batch,), device=device)
        with torch.no_grad():
            x, labels, lines = augment.batch(data, indices, size, side, args.task)
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            y = net(x.contiguous(memory_format=torch.channels_last))
        loss = skin_loss(y, labels) if args.task == "skin" else line_loss(y, lines, labels, args)
        tuned.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        tuned.step()
        decay = min(.999, (step + 1) / (step + 10))
        with torch.no_grad():
            for mean, value in zip(means, values):
                mean.lerp_(value, 1 - decay)
        step += 1
        if step % args.every == 0:
            log(f"step {step} {time.time() - start:.0f} s loss {loss.item():.4f}")
    net.load_state_dict(dict(zip(net.state_dict(), kept)))
    log(f"{step} steps")
    return net.eval()


def check(net, args, log):
    """Measures skin or lines on other faces, in their crops, within the oval's ellipse-free box: a first look; the scorer decides."""
    from check import measure

    measure(net, faces.load(args.check), args, SIZES[args.task], log)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--task", choices=list(SIZES), default="skin")
    parser.add_argument("--check")
    parser.add_argument("--seconds", type=float, default=240)
    parser.add_argument("--steps", type=int, default=0, help="so many steps in place of a time, for a run that repeats")
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--variants", type=int, default=4)
    parser.add_argument("--workers", type=int, default=4, help="processes that draw the variants")
    parser.add_argument("--doubt", type=float, default=.35, help="weight of skin without a label on faces that have lines")
    parser.add_argument("--dropout", type=float, default=.1)
    parser.add_argument("--every", type=int, default=200)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", default=None)
    args = parser.parse_args()
    name = args.name or args.task
    os.makedirs(args.out, exist_ok=True)
    with open(os.path.join(args.out, name + ".log"), "w") as f:
        def log(text):
            print(f"[{name}] {text}", flush=True)
            f.write(text + "\n")
            f.flush()

        net = train(args, log)
        torch.save(net.state_dict(), os.path.join(args.out, name + ".pt"))
        if args.check:
            check(net, args, log)


if __name__ == "__main__":
    main()
