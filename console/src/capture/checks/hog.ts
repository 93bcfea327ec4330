import type { Plane } from './frame';

/** Pixels a side of a cell. */
export const cell = 4;
/** Directions that a gradient can have, without a sign. */
export const bins = 9;

/** Histograms of the directions of gradients, cell by cell, relative to what is around: Dalal and Triggs (CVPR 2005), simplified. */
export interface Cells {
  columns: number;
  rows: number;
  data: Float32Array;
}

const wedge = Math.PI / bins;

export function histograms(plane: Plane): Cells {
  const { width, height, data } = plane;
  const [columns, rows] = [Math.floor(width / cell), Math.floor(height / cell)];
  const raw = new Float32Array(columns * rows * bins);
  for (let y = 0; y < rows * cell; y++)
    for (let x = 0; x < columns * cell; x++) {
      const dx = data[y * width + Math.min(x + 1, width - 1)]! - data[y * width + Math.max(x - 1, 0)]!;
      const dy = data[Math.min(y + 1, height - 1) * width + x]! - data[Math.max(y - 1, 0) * width + x]!;
      if (dx === 0 && dy === 0) continue;
      let angle = Math.atan2(dy, dx);
      if (angle < 0) angle += Math.PI;
      const place = angle / wedge;
      const low = Math.floor(place) % bins;
      const share = place - Math.floor(place);
      const size = Math.sqrt(dx * dx + dy * dy);
      const to = (Math.floor(y / cell) * columns + Math.floor(x / cell)) * bins;
      raw[to + low]! += size * (1 - share);
      raw[to + ((low + 1) % bins)]! += size * share;
    }
  return { columns, rows, data: relative(raw, columns, rows) };
}

// Each cell is divided by the energy of the 3 × 3 cells around it, so that neither light nor contrast matters.
function relative(raw: Float32Array, columns: number, rows: number): Float32Array {
  const energy = new Float32Array(columns * rows);
  for (let i = 0; i < energy.length; i++) {
    let sum = 0;
    for (let b = 0; b < bins; b++) sum += raw[i * bins + b]! ** 2;
    energy[i] = sum;
  }
  const result = new Float32Array(raw.length);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let j = Math.max(0, y - 1); j <= Math.min(rows - 1, y + 1); j++)
        for (let i = Math.max(0, x - 1); i <= Math.min(columns - 1, x + 1); i++) sum += energy[j * columns + i]!;
      // A floor of some levels of lightness, so that noise on a plain wall does not look like edges.
      const scale = 1 / (Math.sqrt(sum) + 15);
      const p = (y * columns + x) * bins;
      for (let b = 0; b < bins; b++) result[p + b] = Math.min(0.4, raw[p + b]! * scale);
    }
  return result;
}
