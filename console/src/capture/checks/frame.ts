/** Pixels as a canvas gives them: RGBA, row by row. */
export interface Frame {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** A plane of numbers, row by row. */
export interface Plane {
  width: number;
  height: number;
  data: Float32Array;
}

const linear = Float32Array.from({ length: 256 }, (_, i) => (i / 255 <= 0.04045 ? i / 255 / 12.92 : ((i / 255 + 0.055) / 1.055) ** 2.4));

/** The lightness L* (0–100, CIELAB under D65) of one pixel. */
export function lightness(data: Uint8ClampedArray, at: number): number {
  const y = 0.2126 * linear[data[at]!]! + 0.7152 * linear[data[at + 1]!]! + 0.0722 * linear[data[at + 2]!]!;
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

/** The lightness of every pixel. */
export function lightnessOf(frame: Frame): Plane {
  const data = new Float32Array(frame.width * frame.height);
  for (let i = 0; i < data.length; i++) data[i] = lightness(frame.data, 4 * i);
  return { width: frame.width, height: frame.height, data };
}

/** The plane scaled to another size; each pixel is the mean of what it covers, or lies between its neighbours. */
export function scaled(plane: Plane, width: number, height: number): Plane {
  const data = new Float32Array(width * height);
  const [fx, fy] = [plane.width / width, plane.height / height];
  const [nx, ny] = [Math.max(1, Math.round(fx)), Math.max(1, Math.round(fy))];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let j = 0; j < ny; j++)
        for (let i = 0; i < nx; i++) sum += at(plane, (x + (i + 0.5) / nx) * fx - 0.5, (y + (j + 0.5) / ny) * fy - 0.5);
      data[y * width + x] = sum / (nx * ny);
    }
  return { width, height, data };
}

/** The plane with a margin all around, in which its edges go on. */
export function widened(plane: Plane, margin: number): Plane {
  const [width, height] = [plane.width + 2 * margin, plane.height + 2 * margin];
  const data = new Float32Array(width * height);
  const within = (value: number, size: number) => Math.min(Math.max(value - margin, 0), size - 1);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * width + x] = plane.data[within(y, plane.height) * plane.width + within(x, plane.width)]!;
  return { width, height, data };
}

/** The value between pixels, bilinear; beyond the edge it is that of the edge. */
export function at(plane: Plane, x: number, y: number): number {
  const [cx, cy] = [Math.min(Math.max(x, 0), plane.width - 1), Math.min(Math.max(y, 0), plane.height - 1)];
  const [x0, y0] = [Math.min(Math.floor(cx), plane.width - 2), Math.min(Math.floor(cy), plane.height - 2)];
  const [dx, dy] = [cx - x0, cy - y0];
  const p = y0 * plane.width + x0;
  const { data, width } = plane;
  return (data[p]! * (1 - dx) + data[p + 1]! * dx) * (1 - dy) + (data[p + width]! * (1 - dx) + data[p + width + 1]! * dx) * dy;
}
