import { colourAt, type Paint } from './colours';
import type { Layer } from './model';

/** Longest side of the bitmap of a heat map. */
const side = 1200;

/** Intensities of a heat map, 0..255, on cells that fill the photo. */
export interface Field {
  width: number;
  height: number;
  values: Uint8ClampedArray;
}

/** Adds up the levels and the grid of a heat map on a photo of so many pixels, as the server does: sums beyond 1 are 1. */
export function fieldOf(layer: Layer, photoWidth: number, photoHeight: number): Field {
  const scale = Math.min(1, side / Math.max(photoWidth, photoHeight));
  const width = Math.max(1, Math.round(photoWidth * scale));
  const height = Math.max(1, Math.round(photoHeight * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const [x, y, w, h] = layer.box ?? [0, 0, photoWidth, photoHeight];
  context.setTransform(width / w, 0, 0, height / h, (-x * width) / w, (-y * height) / h);
  context.globalCompositeOperation = 'lighter';
  let [path, feature, intensity] = [new Path2D(), -1, 0];
  const flush = () => {
    if (feature < 0) return;
    context.fillStyle = `rgba(255,255,255,${intensity})`;
    context.fill(path, 'evenodd');
  };
  for (const shape of layer.shapes) {
    if (shape.feature !== feature) {
      flush();
      [path, feature, intensity] = [new Path2D(), shape.feature, shape.intensity];
    }
    if (shape.kind === 'area') for (const ring of shape.rings) addRing(path, ring);
    if (shape.kind === 'point') {
      path.moveTo(shape.x + shape.radius, shape.y);
      path.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
    }
  }
  flush();
  const pixels = context.getImageData(0, 0, width, height).data;
  const values = new Uint8ClampedArray(width * height);
  for (let i = 0; i < values.length; i++) values[i] = pixels[4 * i + 3]!;
  if (layer.grid) addGrid(values, width, height, layer);
  return { width, height, values };
}

function addRing(path: Path2D, ring: [number, number][]) {
  ring.forEach(([x, y], index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

function gridValues(layer: Layer): ArrayLike<number> {
  const grid = layer.grid!;
  if (grid.values) return grid.values;
  const bytes = Uint8Array.from(atob(grid.data ?? ''), letter => letter.charCodeAt(0));
  if (grid.encoding === 'uint8') return Float32Array.from(bytes, value => value / 255);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, index) => view.getFloat32(4 * index, true));
}

// A value applies at the centre of its cell, and is interpolated in between.
function addGrid(values: Uint8ClampedArray, width: number, height: number, layer: Layer) {
  const grid = layer.grid!;
  const cells = gridValues(layer);
  const [low, high] = grid.range ?? [0, 1];
  const at = (column: number, row: number) => {
    const x = Math.min(grid.width - 1, Math.max(0, column));
    const y = Math.min(grid.height - 1, Math.max(0, row));
    const value = ((cells[y * grid.width + x] ?? 0) - low) / (high - low || 1);
    return value > 0 ? Math.min(1, value) : 0;
  };
  for (let y = 0; y < height; y++) {
    const v = ((y + 0.5) * grid.height) / height - 0.5;
    const [row, dy] = [Math.floor(v), v - Math.floor(v)];
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) * grid.width) / width - 0.5;
      const [column, dx] = [Math.floor(u), u - Math.floor(u)];
      const upper = at(column, row) * (1 - dx) + at(column + 1, row) * dx;
      const lower = at(column, row + 1) * (1 - dx) + at(column + 1, row + 1) * dx;
      values[y * width + x]! += 255 * (upper * (1 - dy) + lower * dy);
    }
  }
}

/** Paints a field; intensities below the threshold (0..1) are left out. */
export function paintField(canvas: HTMLCanvasElement, field: Field, paint: Paint, threshold: number): void {
  canvas.width = field.width;
  canvas.height = field.height;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(field.width, field.height);
  const pixels = new Uint32Array(image.data.buffer);
  const table = new Uint32Array(256);
  const least = Math.max(1, Math.ceil(threshold * 255));
  for (let value = least; value < 256; value++) {
    const { r, g, b, a } = colourAt(paint, value / 255);
    table[value] = (Math.round(value * a) << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r);
  }
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[field.values[i]!]!;
  context.putImageData(image, 0, 0);
}
