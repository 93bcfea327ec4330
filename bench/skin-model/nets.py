"""The two networks. Every layer is a convolution with ReLU, a maximum over 2×2, a doubling by bilinear interpolation, or a sum."""
import torch
from torch import nn
from torch.nn import functional as F


class Conv(nn.Module):
    """Convolution, batch normalisation (folded into it when weights are written), ReLU."""

    def __init__(self, a, b, size=3, stride=1, active=True):
        super().__init__()
        self.conv = nn.Conv2d(a, b, size, stride, padding=size // 2 if stride == 1 else 0, bias=False)
        self.norm = nn.BatchNorm2d(b)
        self.size, self.stride, self.active = size, stride, active

    def forward(self, x):
        if self.stride == 2:
            # As TFLite pads for SAME: the odd remainder goes after the picture.
            x = F.pad(x, (0, 1, 0, 1))
        x = self.norm(self.conv(x))
        return F.relu(x) if self.active else x


def double(x):
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


class Unet(nn.Module):
    """A U-Net whose skips are sums. The answer has half the size of the input."""

    def __init__(self, inputs, widths, outputs, deep, dropout=0.0):
        super().__init__()
        self.stem = Conv(inputs, widths[0], 3, 2)
        self.first = Conv(widths[0], widths[0])
        self.down = nn.ModuleList()
        self.side, self.up = nn.ModuleList(), nn.ModuleList()
        for a, b in zip(widths, widths[1:]):
            self.down.append(nn.ModuleList([Conv(a, b), Conv(b, b)]))
            self.side.append(Conv(b, a, 1, active=False))
            self.up.append(Conv(a, a))
        self.bottom = Conv(widths[-1], deep)
        self.back = Conv(deep, widths[-1], 1, active=False)
        self.drop = nn.Dropout2d(dropout)
        self.head = nn.Conv2d(widths[0], outputs, 1)

    def forward(self, x):
        x = self.first(self.stem(x))
        kept = [x]
        for one, two in self.down:
            x = two(one(F.max_pool2d(x, 2)))
            kept.append(x)
        x = self.drop(self.bottom(F.max_pool2d(x, 2)))
        x = F.relu(self.back(double(x)) + kept.pop())
        for side, up in zip(reversed(self.side), reversed(self.up)):
            x = up(F.relu(double(side(x)) + kept.pop()))
        return self.head(x)


def skin_net(dropout=0.1):
    return Unet(5, [16, 32, 64, 96], 7, 64, dropout)


def line_net(dropout=0.05):
    return Unet(5, [12, 24, 48, 56], 1, 48, dropout)
