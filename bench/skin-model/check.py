"""Measures a trained network on faces that it has not seen."""
import math

import numpy as np
import torch
from torch.nn import functional as F

import augment
import faces
from train import pool


def measure(net, known, args, frame, log):
    size, side = frame
    (skin if args.task == "skin" else lines)(net, known, args, size, side, log)


def answers(net, known, args, size, side):
    device = torch.device(args.device)
    for face in known:
        images, labels, marks = pool([face], device)
        image, labels, marks = augment.cut(images.float() / 255, labels, marks, size, side, 0.0)
        with torch.no_grad():
            yield face, net(augment.normalise(image)), labels, marks


def oval(size, side):
    """The face oval, about: an ellipse as high as the box that crops are made from."""
    y, x = np.mgrid[0:size, 0:size]
    u, v = (x + .5) / size * 2 - 1, (y + .5) / size * 2 - 1
    return (u * side / .78) ** 2 + (v * side) ** 2 < 1


def skin(net, known, args, size, side, log):
    inside = oval(size, side)
    total, scores, tones = np.zeros((7, 7)), [], {}
    for face, y, labels, _ in answers(net, known, args, size, side):
        p = F.interpolate(y, size=(size, size), mode="bilinear", align_corners=False).softmax(1)
        found, truth = p.argmax(1)[0].cpu().numpy(), labels[0].cpu().numpy()
        use = inside & (truth != faces.IGNORE)
        for a in range(7):
            total[a] += np.bincount(found[use & (truth == a)], minlength=7)
        a, b = (truth == 1) & use, (found == 1) & use
        score = (a & b).sum() / (a | b).sum()
        scores.append((score, face.name))
        tones.setdefault(face.tone, []).append(score)
    share = total[:, 1] / total.sum(1).clip(1)
    log(f"IoU {np.mean([s for s, _ in scores]):.4f} " + " ".join(f"{k} {np.mean(v):.3f}" for k, v in tones.items()))
    log("taken for skin: " + " ".join(f"{n} {v:.3f}" for n, v in zip(("background", "skin", "hair", "beard", "other", "eye", "brow"), share)))
    log("worst: " + " ".join(f"{n} {s:.3f}" for s, n in sorted(scores)[:8]))
    log("confusion " + str((total / total.sum(1, keepdims=True).clip(1)).round(3).tolist()))


def lines(net, known, args, size, side, log):
    """Recall and precision of pixels on the middle of lines, at a distance of 3 pixels in 600."""
    from scipy.ndimage import distance_transform_edt
    from skimage.morphology import remove_small_objects, skeletonize

    kept = []
    for face, y, labels, marks in answers(net, known, args, size, side):
        if not face.has_truth:
            continue
        p = F.interpolate(y, size=(size, size), mode="bilinear", align_corners=False).sigmoid()[0, 0].cpu().numpy()
        truth = skeletonize(marks[0].cpu().numpy() == 1)
        kept.append((face, p, truth))
    reach = size * .007 / side
    for level in (.4, .5, .6, .7, .8, .9, .95):
        hit = all_truth = right = all_found = none = 0
        for face, p, truth in kept:
            found = skeletonize(remove_small_objects(p > level, 12))
            all_found += found.sum()
            if truth.any():
                all_truth += truth.sum()
                if found.any():
                    hit += (distance_transform_edt(~found)[truth] <= reach).sum()
                    right += (distance_transform_edt(~truth)[found] <= reach).sum()
            else:
                none += found.sum()
        log(f"level {level}: recall {hit / max(1, all_truth):.3f} precision {right / max(1, all_found):.3f} on none {none}")
