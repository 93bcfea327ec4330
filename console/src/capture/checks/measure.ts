import { at, lightness, type Frame, type Plane } from './frame';
import type { Face } from './face';

/** What is measured on a photo or a frame of the camera; the server's `quality` measures the same, on landmarks. */
export interface Measures {
  /** Pixels between the pupils. */
  pupils: number;
  /** Percent of the oval of the face that lies inside the picture. */
  inside: number;
  /** Degrees; rough. */
  yaw: number;
  pitch: number;
  /** Percent of the face with L* below 8. */
  dark: number;
  /** Percent of the face with a channel at 254 or above. */
  clipped: number;
  /** Difference between the median L* of the two cheeks. */
  asymmetry: number;
  /** Median L* of the cheeks. */
  lightness: number;
  /** Standard deviation of the blur of the sharpest edges, in millimetres; smaller is sharper. */
  blur: number;
}

/** Millimetres between the pupils of most adults. */
export const pupilsInMillimetres = 63;

export interface Light {
  dark: number;
  clipped: number;
  asymmetry: number;
  lightness: number;
}

interface Oval {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The oval of the face: half axes, in distances of the pupils, around the middle of the face. */
export function ovalOf(face: { x: number; y: number; pupils: number }): Oval {
  return { x: face.x, y: face.y + 0.35 * face.pupils, width: 1.05 * face.pupils, height: 1.45 * face.pupils };
}

/** Percent of the oval that lies inside a picture of that size. */
export function insideOf(oval: Oval, width: number, height: number): number {
  let [inside, all] = [0, 0];
  for (let j = -10; j <= 10; j++)
    for (let i = -10; i <= 10; i++) {
      if (i * i + j * j > 100) continue;
      all++;
      const [x, y] = [oval.x + (i / 10) * oval.width, oval.y + (j / 10) * oval.height];
      if (x >= 0 && y >= 0 && x < width && y < height) inside++;
    }
  return (100 * inside) / all;
}

/** Exposure and evenness of the light on a face. */
export function lightOf(frame: Frame, face: { x: number; y: number; pupils: number }): Light {
  const { dark, clipped } = exposureOf(frame, { ...ovalOf(face), width: 0.85 * face.pupils, height: 1.2 * face.pupils });
  const cheek = (side: number) => medianIn(frame, face.x + side * 0.55 * face.pupils, face.y + 0.72 * face.pupils, 0.2 * face.pupils);
  const [a, b] = [cheek(-1), cheek(1)];
  return { dark, clipped, asymmetry: Math.abs(a - b), lightness: (a + b) / 2 };
}

/** Percent of an oval that is black, and that is burnt out. */
export function exposureOf(frame: Frame, oval: Oval): { dark: number; clipped: number } {
  let [all, dark, clipped] = [0, 0, 0];
  each(frame, oval.x, oval.y, oval.width, oval.height, i => {
    all++;
    const { data } = frame;
    if (lightness(data, i) < 8) dark++;
    if (Math.max(data[i]!, data[i + 1]!, data[i + 2]!) >= 254) clipped++;
  });
  return { dark: (100 * dark) / Math.max(1, all), clipped: (100 * clipped) / Math.max(1, all) };
}

/** Median L* of a disc. */
export function medianIn(frame: Frame, x: number, y: number, radius: number): number {
  const values: number[] = [];
  each(frame, x, y, radius, radius, i => values.push(lightness(frame.data, i)));
  return values.length ? median(values) : 0;
}

/** Median colour of an oval: red, green, blue. */
export function colourIn(frame: Frame, oval: Oval): [number, number, number] {
  const lists: [number[], number[], number[]] = [[], [], []];
  each(frame, oval.x, oval.y, oval.width, oval.height, i => lists.forEach((list, c) => list.push(frame.data[i + c]!)));
  return lists.map(list => (list.length ? median(list) : 0)) as [number, number, number];
}

function each(frame: Frame, x: number, y: number, width: number, height: number, visit: (index: number) => void): void {
  for (let py = Math.max(0, Math.ceil(y - height)); py < Math.min(frame.height, y + height); py++)
    for (let px = Math.max(0, Math.ceil(x - width)); px < Math.min(frame.width, x + width); px++)
      if (((px - x) / width) ** 2 + ((py - y) / height) ** 2 <= 1) visit(4 * (py * frame.width + px));
}

const median = (values: number[]): number => rank(values, 0.5);

function rank(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
}

/**
 * Blur of the sharpest horizontal edges around eyes and brows, in millimetres (Marziliano et al., ICIP 2002, as the server does it): for a
 * step blurred by a Gaussian of σ, height divided by the steepest slope is √(2π)·σ. The plane has to have the pixels of the photo.
 */
export function blurOf(plane: Plane, face: { x: number; y: number; pupils: number }): number {
  const unit = face.pupils / pupilsInMillimetres;
  const reach = Math.ceil(2.5 * unit);
  const widths: number[] = [];
  const stride = Math.max(1, face.pupils / 60);
  for (const side of [-1, 1])
    for (let dx = -0.22; dx <= 0.22; dx += stride / face.pupils) {
      const x = face.x + (side * 0.5 + dx) * face.pupils;
      const steps = columnOf(plane, x, face.y - 0.4 * face.pupils, face.y + 0.2 * face.pupils);
      for (let k = reach; k < steps.length - reach - 1; k++) {
        const slope = Math.abs(steps[k + 1]! - steps[k]!);
        if (slope < 1 || !isPeak(steps, k, Math.max(1, reach >> 1))) continue;
        let [low, high] = [Infinity, -Infinity];
        for (let i = k - reach; i <= k + reach; i++) [low, high] = [Math.min(low, steps[i]!), Math.max(high, steps[i]!)];
        if (high - low > 8) widths.push((high - low) / slope / Math.sqrt(2 * Math.PI) / unit);
      }
    }
  return widths.length < 8 ? 9 : rank(widths, 0.25);
}

function isPeak(steps: Float32Array, k: number, reach: number): boolean {
  const slope = Math.abs(steps[k + 1]! - steps[k]!);
  for (let i = Math.max(0, k - reach); i <= Math.min(steps.length - 2, k + reach); i++)
    if (Math.abs(steps[i + 1]! - steps[i]!) > slope) return false;
  return true;
}

// A column of pixels, smoothed a little (σ about 0.7), so that noise does not count as an edge.
function columnOf(plane: Plane, x: number, top: number, bottom: number): Float32Array {
  const from = Math.round(top);
  const column = new Float32Array(Math.max(0, Math.round(bottom) - from));
  for (let i = 0; i < column.length; i++) {
    let sum = 0;
    for (let k = -1; k <= 1; k++) {
      const weight = k === 0 ? 0.58 : 0.21;
      sum += weight * (0.21 * at(plane, x - 1, from + i + k) + 0.58 * at(plane, x, from + i + k) + 0.21 * at(plane, x + 1, from + i + k));
    }
    column[i] = sum;
  }
  return column;
}

/** Of a face found in a smaller copy, the same face in the picture whose pixels are `factor` times as many along a side. */
export function enlarged(face: Face, factor: number): Face {
  return { ...face, x: face.x * factor, y: face.y * factor, pupils: face.pupils * factor };
}
