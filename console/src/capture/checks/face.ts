import { histograms, cell, bins, type Cells } from './hog';
import { scaled, widened, type Plane } from './frame';
import { face as model } from './faceModel';

/** A face as the template sees it, in pixels of the plane that was searched. */
export interface Face {
  /** The middle between the pupils. */
  x: number;
  y: number;
  /** Distance between the pupils. */
  pupils: number;
  /** Degrees, positive towards the picture's right; a rough estimate. */
  yaw: number;
  /** Degrees, positive downwards; a rough estimate. */
  pitch: number;
  /** How much it looks like a face; more than 0 is one. */
  score: number;
}

/** Cells of the window, and where the pupils lie in it, in pixels. */
export const view = { columns: 10, rows: 12, eyesX: 20, eyesY: 18, pupils: 17 };
/** Numbers that describe a window. */
export const dimensions = view.columns * view.rows * bins;
const step = 1.2;

/** The best face in the plane whose pupils are between `min` and `max` pixels apart; null when nothing looks like one. */
export function findFace(lightness: Plane, min: number, max: number): Face | null {
  // A face may be cut off by the edge.
  const margin = Math.round(0.15 * Math.min(lightness.width, lightness.height));
  const found = bestFace(widened(lightness, margin), min, max);
  return found && { ...found, x: found.x - margin, y: found.y - margin };
}

function bestFace(lightness: Plane, min: number, max: number): Face | null {
  let best: Face | null = null;
  const consider = (pupils: number) => {
    const found = findAt(lightness, pupils);
    if (found && (!best || found.score > best.score)) best = found;
  };
  for (let pupils = min; pupils <= max; pupils *= step) consider(pupils);
  if (!best) return null;
  // Between two steps it may fit better.
  const { pupils } = best as Face;
  for (const factor of [1 / Math.sqrt(step), Math.sqrt(step)]) consider(pupils * factor);
  return best;
}

function findAt(lightness: Plane, pupils: number): Face | null {
  const scale = view.pupils / pupils;
  const [width, height] = [Math.round(lightness.width * scale), Math.round(lightness.height * scale)];
  if (width < view.columns * cell || height < view.rows * cell) return null;
  const cells = histograms(scaled(lightness, width, height));
  const found = search(cells);
  if (!found) return null;
  const [sx, sy] = [lightness.width / width, lightness.height / height];
  return {
    x: (found.column * cell + view.eyesX) * sx,
    y: (found.row * cell + view.eyesY) * sy,
    pupils: view.pupils * sx,
    score: found.score,
    ...poseOf(cells, found.column, found.row),
  };
}

function search(cells: Cells): { column: number; row: number; score: number } | null {
  let best = null;
  let top = 0;
  for (let row = 0; row + view.rows <= cells.rows; row++)
    for (let column = 0; column + view.columns <= cells.columns; column++) {
      const score = product(cells, column, row, model.weights) - model.limit;
      if (score > top) {
        top = score;
        best = { column, row, score };
      }
    }
  return best;
}

/** The sum of the window's numbers times the weights. */
export function product(cells: Cells, column: number, row: number, weights: Float32Array): number {
  const length = view.columns * bins;
  let sum = 0;
  for (let r = 0; r < view.rows; r++) {
    const from = ((row + r) * cells.columns + column) * bins;
    const to = r * length;
    for (let i = 0; i < length; i++) sum += cells.data[from + i]! * weights[to + i]!;
  }
  return sum;
}

function poseOf(cells: Cells, column: number, row: number): { yaw: number; pitch: number } {
  return {
    yaw: product(cells, column, row, model.yaw) + model.yawAtRest,
    pitch: product(cells, column, row, model.pitch) + model.pitchAtRest,
  };
}
