"""Random changes of a batch, all on the device: place, colour, light, sharpness, and parts copied from other faces."""
import math

import torch
from torch.nn import functional as F

from faces import BEARD, HAIR, IGNORE, OTHER, REACH


def uniform(n, low, high, device):
    return torch.rand(n, device=device) * (high - low) + low


def cut(images, labels, lines, size, side, jitter):
    """Cuts a square of so many sizes of the oval out of each crop: moved, turned, scaled and mirrored at random by `jitter` (0 for none)."""
    n, device = images.shape[0], images.device
    angle = torch.randn(n, device=device) * (jitter * 10 * math.pi / 180)
    scale = side / REACH * torch.exp(torch.randn(n, device=device) * .12 * jitter)
    flip = torch.where(torch.rand(n, device=device) < .5 * (jitter > 0), -1.0, 1.0)
    stretch = torch.exp(torch.randn(n, device=device) * .05 * jitter)
    cos, sin = torch.cos(angle) * scale, torch.sin(angle) * scale
    theta = torch.zeros(n, 2, 3, device=device)
    theta[:, 0, 0], theta[:, 0, 1] = cos * flip * stretch, -sin
    theta[:, 1, 0], theta[:, 1, 1] = sin * flip * stretch, cos
    theta[:, :, 2] = torch.randn(n, 2, device=device) * .03 * jitter
    grid = F.affine_grid(theta, (n, 3, size, size), align_corners=False)
    # Shrinking samples between four pixels alone aliases; a blur before it does not.
    image = F.grid_sample(images, grid, mode="bilinear", padding_mode="border", align_corners=False)
    nearest = F.grid_sample(torch.stack([labels, lines], 1).float() + 1, grid, mode="nearest", align_corners=False)
    nearest = torch.where(nearest == 0, torch.tensor(IGNORE + 1.0, device=device), nearest).round().long() - 1
    return image, nearest[:, 0], nearest[:, 1]


def luma(x):
    return (x * torch.tensor([.299, .587, .114], device=x.device).view(1, 3, 1, 1)).sum(1, keepdim=True)


def recolour(image, where, chance):
    """Gives what is under a mask another colour: its lightness is kept, stretched and moved; hue and strength are new."""
    n, device = image.shape[0], image.device
    on = (torch.rand(n, device=device) < chance).view(n, 1, 1, 1).float() * where
    grey = luma(image)
    mean = (grey * where).sum((2, 3), keepdim=True) / where.sum((2, 3), keepdim=True).clamp(min=1)
    target = uniform(n, 0, 1, device).view(n, 1, 1, 1) ** 1.3 * .85 + .03
    gain = uniform(n, .6, 1.5, device).view(n, 1, 1, 1)
    tint = 1 + torch.randn(n, 3, 1, 1, device=device) * .22 * torch.tensor([1.0, .6, 1.2], device=device).view(1, 3, 1, 1)
    warm = torch.tensor([1.25, .95, .7], device=device).view(1, 3, 1, 1)
    tint = torch.where((torch.rand(n, device=device) < .6).view(n, 1, 1, 1), warm ** uniform(n, 0, 1.6, device).view(n, 1, 1, 1), tint)
    return image * (1 - on) + ((grey - mean) * gain + target).clamp(0, 1) * tint * on


def soft(mask):
    return F.avg_pool2d(mask, 3, 1, 1)


def paste(image, labels, lines, kind, chance):
    """Copies hair, beards or things in front of one face onto another one, a little moved."""
    n, device = image.shape[0], image.device
    order = torch.randperm(n, device=device)
    dx, dy = torch.randn(1, device=device) * .05, torch.rand(1, device=device) * .16 - .03
    h, w = labels.shape[1:]
    shift = (int(dy * h), int(dx * w))
    donor, marks = torch.roll(image[order], shift, (2, 3)), torch.roll(labels[order], shift, (1, 2))
    take = (marks == kind) & (torch.rand(n, device=device) < chance).view(n, 1, 1)
    if shift[0] > 0:
        take[:, : shift[0]] = False
    alpha = soft(take.float().unsqueeze(1))
    image = image * (1 - alpha) + donor * alpha
    over = take & (labels != IGNORE)
    return image, torch.where(over, torch.full_like(labels, kind), labels), torch.where(over, torch.zeros_like(lines), lines)


def light(image):
    """Gains, gamma, a field of light and a colour cast, as cameras and rooms give them."""
    n, device = image.shape[0], image.device
    image = image.clamp(1e-3, 1) ** torch.exp(torch.randn(n, 1, 1, 1, device=device) * .3)
    image = image * torch.exp(torch.randn(n, 3, 1, 1, device=device) * .08)
    rough = F.interpolate(torch.randn(n, 1, 4, 4, device=device), size=image.shape[2:], mode="bilinear", align_corners=False)
    strength = uniform(n, 0, .35, device).view(n, 1, 1, 1)
    image = image * torch.exp(rough * strength)
    contrast = torch.exp(torch.randn(n, 1, 1, 1, device=device) * .18)
    mean = image.mean((2, 3), keepdim=True)
    image = (image - mean) * contrast + mean
    grey = (torch.rand(n, device=device) < .06).view(n, 1, 1, 1).float()
    return image * (1 - grey) + luma(image) * grey


def camera(image, sharpness):
    """Blur, small sizes, noise and the blocks of a strong compression."""
    n, device = image.shape[0], image.device
    size = image.shape[-1]
    if torch.rand(1).item() < .5 * sharpness:
        small = int(size * (torch.rand(1).item() * .55 + .42))
        image = F.interpolate(F.interpolate(image, size=small, mode="bilinear", align_corners=False), size=size, mode="bilinear", align_corners=False)
    if torch.rand(1).item() < .3:
        blurred = F.avg_pool2d(F.pad(image, (1, 1, 1, 1), mode="replicate"), 3, 1)
        amount = uniform(n, -.8, 1, device).view(n, 1, 1, 1)
        image = image + (blurred - image) * amount
    noise = uniform(n, 0, .03, device).view(n, 1, 1, 1)
    return (image + torch.randn_like(image) * noise).clamp(0, 1.2)


def paint_lines(image, labels, lines, chance, count=6):
    """Draws furrows onto skin: a dark valley with a lighter flank, along a bent line, and marks them as lines."""
    n, device = image.shape[0], image.device
    size = image.shape[-1]
    y, x = torch.meshgrid(torch.linspace(-1, 1, size, device=device), torch.linspace(-1, 1, size, device=device), indexing="ij")
    on = (torch.rand(n, device=device) < chance).float()
    shade, mark = torch.zeros(n, size, size, device=device), torch.zeros(n, size, size, device=device)
    near = torch.zeros_like(mark)
    for _ in range(count):
        # Flat ones on the forehead, leaning ones elsewhere.
        cx, cy = uniform(n, -.5, .5, device), uniform(n, -.6, .65, device)
        fore = cy < -.25
        angle = torch.where(fore, torch.randn(n, device=device) * .12, uniform(n, -math.pi, math.pi, device))
        half = torch.where(fore, uniform(n, .08, .35, device), uniform(n, .05, .2, device))
        bend = torch.randn(n, device=device) * .5
        wave, phase = uniform(n, 4, 14, device), uniform(n, 0, 6, device)
        width = torch.exp(torch.randn(n, device=device) * .45) * 2.6 / size
        depth = uniform(n, .05, .35, device) * on * (torch.rand(n, device=device) < .75).float()
        v = lambda t: t.view(n, 1, 1)
        u = (x - v(cx)) * torch.cos(v(angle)) + (y - v(cy)) * torch.sin(v(angle))
        t = -(x - v(cx)) * torch.sin(v(angle)) + (y - v(cy)) * torch.cos(v(angle))
        t = t - v(bend) * u * u - .012 * torch.sin(u * v(wave) + v(phase))
        fade = ((v(half) - u.abs()) / (.35 * v(half))).clamp(0, 1)
        dark = torch.exp(-(t / v(width)) ** 2 / 2)
        flank = torch.exp(-((t - 2.2 * v(width)) / (1.3 * v(width))) ** 2 / 2)
        shade = shade + v(depth) * fade * (dark - .45 * flank)
        strong = (v(depth) > .07) & (fade > .3)
        mark = torch.maximum(mark, (strong & (t.abs() < 2.6 / size)).float())
        near = torch.maximum(near, ((v(depth) > 0) & (fade > 0) & (t.abs() < 8 / size)).float())
    skin = (labels == 1).float()
    image = image * (1 - shade.unsqueeze(1) * skin.unsqueeze(1) * torch.tensor([.8, 1.0, 1.05], device=device).view(1, 3, 1, 1))
    new = torch.where((near * skin) > 0, torch.where(lines == 1, lines, torch.full_like(lines, IGNORE)), lines)
    return image, torch.where((mark * skin) > 0, torch.ones_like(lines), new)


def normalise(image):
    """Colours relative to the middle of the picture, and the place of each pixel: what the networks read.

    Per channel: minus the mean of the middle third (in both directions), divided by twice the standard deviation of its lightness
    plus 0.05, within ±3. Then x and y from -1 to 1.
    """
    n, _, h, w = image.shape
    middle = image[:, :, h // 3 : h - h // 3, w // 3 : w - w // 3]
    mean = middle.mean((2, 3), keepdim=True)
    spread = 2 * luma(middle).flatten(1).std(1, unbiased=False).view(n, 1, 1, 1) + .05
    x = ((torch.arange(w, device=image.device, dtype=image.dtype) + .5) * 2 / w - 1).view(1, 1, 1, w).expand(n, 1, h, w)
    y = ((torch.arange(h, device=image.device, dtype=image.dtype) + .5) * 2 / h - 1).view(1, 1, h, 1).expand(n, 1, h, w)
    return torch.cat([((image - mean) / spread).clamp(-3, 3), x, y], 1)


def batch(pool, indices, size, side, task):
    images, labels, lines = (p[indices] for p in pool)
    image, labels, lines = cut(images.float() / 255, labels, lines, size, side, 1.0)
    hair, beard = (labels == HAIR).float().unsqueeze(1), (labels == BEARD).float().unsqueeze(1)
    image = recolour(image, soft(hair), .5)
    image = recolour(image, soft(beard), .4)
    image = recolour(image, soft((labels == OTHER).float().unsqueeze(1)), .3)
    image, labels, lines = paste(image, labels, lines, HAIR, .3)
    image, labels, lines = paste(image, labels, lines, BEARD, .2)
    image, labels, lines = paste(image, labels, lines, OTHER, .25)
    if task == "lines":
        image, lines = paint_lines(image, labels, lines, .6)
    image = camera(light(image), 1.0)
    return normalise(image), labels, lines
