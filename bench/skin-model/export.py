#!/usr/bin/env python3
"""Writes trained weights as a TFLite file: batch normalisation folded into the convolutions, weights as 16-bit floats.

    python3 export.py --task skin|lines WEIGHTS.pt OUT.tflite

Needs PyTorch, NumPy and flatbuffers. Table and field numbers are those of TensorFlow Lite's schema (schema.fbs, version 3).
"""
import argparse

import flatbuffers
import numpy as np
import torch

import nets
from train import SIZES

ADD, CONV, DEQUANTIZE, MAX_POOL, RESIZE, RELU = 0, 3, 6, 17, 23, 19
FLOAT, HALF, WHOLE = 0, 1, 2
OPTIONS = {CONV: 1, MAX_POOL: 5, ADD: 11, RESIZE: 15, DEQUANTIZE: 46}


class Writer:
    """Collects tensors and operators in the order in which they run."""

    def __init__(self):
        self.tensors, self.operators, self.buffers, self.codes = [], [], [b""], []

    def tensor(self, name, shape, kind=FLOAT, data=None):
        buffer = 0
        if data is not None:
            buffer = len(self.buffers)
            self.buffers.append(data)
        self.tensors.append((name, shape, kind, buffer))
        return len(self.tensors) - 1

    def constant(self, name, values):
        half = self.tensor(name + "/half", values.shape, HALF, values.astype("<f2").tobytes())
        whole = self.tensor(name, values.shape)
        self.operator(DEQUANTIZE, [half], whole)
        return whole

    def operator(self, code, inputs, output, **options):
        if code not in self.codes:
            self.codes.append(code)
        self.operators.append((self.codes.index(code), code, inputs, output, options))

    def shape(self, index):
        return self.tensors[index][1]

    def conv(self, x, weights, bias, stride, active, name):
        _, h, w, _ = self.shape(x)
        y = self.tensor(name, (1, -(-h // stride), -(-w // stride), weights.shape[0]))
        inputs = [x, self.constant(name + "/weights", weights), self.constant(name + "/bias", bias)]
        self.operator(CONV, inputs, y, padding=0, stride=stride, active=1 if active else 0)
        return y

    def pool(self, x, name):
        _, h, w, c = self.shape(x)
        y = self.tensor(name, (1, h // 2, w // 2, c))
        self.operator(MAX_POOL, [x], y)
        return y

    def double(self, x, name):
        _, h, w, c = self.shape(x)
        size = self.tensor(name + "/size", (2,), WHOLE, np.array([2 * h, 2 * w], "<i4").tobytes())
        y = self.tensor(name, (1, 2 * h, 2 * w, c))
        self.operator(RESIZE, [x, size], y)
        return y

    def add(self, a, b, name):
        y = self.tensor(name, self.shape(a))
        self.operator(ADD, [a, b], y, active=1)
        return y

    def finish(self, x, y):
        b = flatbuffers.Builder(1 << 20)

        def vector(offsets):
            b.StartVector(4, len(offsets), 4)
            for offset in reversed(offsets):
                b.PrependUOffsetTRelative(offset)
            return b.EndVector()

        def ints(values):
            return b.CreateNumpyVector(np.array(values, "<i4"))

        buffers = []
        for data in self.buffers:
            content = None
            if data:
                b.StartVector(1, len(data), 16)
                b.head -= len(data)
                b.Bytes[b.head : b.head + len(data)] = data
                content = b.EndVector()
            b.StartObject(1)
            if content is not None:
                b.PrependUOffsetTRelativeSlot(0, content, 0)
            buffers.append(b.EndObject())
        tensors = []
        for name, shape, kind, buffer in self.tensors:
            shape, name = ints(shape), b.CreateString(name)
            b.StartObject(8)
            b.PrependUOffsetTRelativeSlot(0, shape, 0)
            b.PrependInt8Slot(1, kind, 0)
            b.PrependUint32Slot(2, buffer, 0)
            b.PrependUOffsetTRelativeSlot(3, name, 0)
            tensors.append(b.EndObject())
        operators = []
        for index, code, inputs, output, options in self.operators:
            inputs, outputs = ints(inputs), ints([output])
            chosen = None
            if code == CONV:
                b.StartObject(6)
                b.PrependInt8Slot(0, 0, 0)
                b.PrependInt32Slot(1, options["stride"], 0)
                b.PrependInt32Slot(2, options["stride"], 0)
                b.PrependInt8Slot(3, options["active"], 0)
                chosen = b.EndObject()
            elif code == MAX_POOL:
                b.StartObject(6)
                for field in (1, 2, 3, 4):
                    b.PrependInt32Slot(field, 2, 0)
                chosen = b.EndObject()
            elif code == ADD:
                b.StartObject(2)
                b.PrependInt8Slot(0, options["active"], 0)
                chosen = b.EndObject()
            elif code == RESIZE:
                b.StartObject(4)
                b.PrependBoolSlot(3, True, False)
                chosen = b.EndObject()
            else:
                b.StartObject(0)
                chosen = b.EndObject()
            b.StartObject(9)
            b.PrependUint32Slot(0, index, 0)
            b.PrependUOffsetTRelativeSlot(1, inputs, 0)
            b.PrependUOffsetTRelativeSlot(2, outputs, 0)
            b.PrependUint8Slot(3, OPTIONS[code], 0)
            b.PrependUOffsetTRelativeSlot(4, chosen, 0)
            operators.append(b.EndObject())
        lists = vector(tensors), ints([x]), ints([y]), vector(operators)
        b.StartObject(5)
        for i, part in enumerate(lists):
            b.PrependUOffsetTRelativeSlot(i, part, 0)
        graph = b.EndObject()
        codes = []
        for code in self.codes:
            b.StartObject(4)
            b.PrependInt8Slot(0, code, 0)
            b.PrependInt32Slot(2, 3 if code == RESIZE else 2 if code == DEQUANTIZE else 1, 1)
            b.PrependInt32Slot(3, code, 0)
            codes.append(b.EndObject())
        codes, graphs, buffers = vector(codes), vector([graph]), vector(buffers)
        note = b.CreateString("Cutis")
        b.StartObject(5)
        b.PrependUint32Slot(0, 3, 0)
        for i, part in enumerate((codes, graphs, note, buffers), 1):
            b.PrependUOffsetTRelativeSlot(i, part, 0)
        b.Finish(b.EndObject(), file_identifier=b"TFL3")
        return bytes(b.Output())


def folded(layer):
    """Weights as TFLite orders them (outputs, height, width, inputs) and the bias, with the normalisation in them."""
    norm = layer.norm
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weights = layer.conv.weight * gain.view(-1, 1, 1, 1)
    bias = norm.bias - norm.running_mean * gain
    return weights.detach().permute(0, 2, 3, 1).contiguous().numpy(), bias.detach().numpy()


def write(net, inputs, size, output):
    w = Writer()

    def conv(x, layer, name):
        return w.conv(x, *folded(layer), layer.stride, layer.active, name)

    start = w.tensor("input", (1, size, size, inputs))
    x = conv(conv(start, net.stem, "stem"), net.first, "first")
    kept = [x]
    for i, (one, two) in enumerate(net.down):
        x = conv(conv(w.pool(x, f"pool{i}"), one, f"down{i}a"), two, f"down{i}b")
        kept.append(x)
    x = conv(w.pool(x, "pool"), net.bottom, "bottom")
    x = w.add(w.double(conv(x, net.back, "back"), "wide"), kept.pop(), "sum")
    for i, (side, up) in reversed(list(enumerate(zip(net.side, net.up)))):
        x = conv(w.add(w.double(conv(x, side, f"side{i}"), f"wide{i}"), kept.pop(), f"sum{i}"), up, f"up{i}")
    weights = net.head.weight.detach().permute(0, 2, 3, 1).contiguous().numpy()
    y = w.conv(x, weights, net.head.bias.detach().numpy(), 1, False, output)
    return w.finish(start, y)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", choices=list(SIZES), default="skin")
    parser.add_argument("weights")
    parser.add_argument("out")
    args = parser.parse_args()
    net = {"skin": nets.skin_net, "lines": nets.line_net}[args.task]()
    net.load_state_dict(torch.load(args.weights, map_location="cpu"))
    with open(args.out, "wb") as f:
        f.write(write(net.eval(), 5, SIZES[args.task][0], {"skin": "classes", "lines": "line"}[args.task]))


if __name__ == "__main__":
    main()
