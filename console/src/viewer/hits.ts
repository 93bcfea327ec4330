import type { Field } from './heat';
import { boundsOf, centreOf, distanceTo, inArea, type Box, type Point, type Shape } from './geometry';
import { measure, type Layer, type Measures } from './model';

/** What lies at a place of the photo. */
export interface Hit {
  layer: Layer;
  /** Place among the layer's shapes; -1 for a heat map. */
  index: number;
  shape: Shape | null;
  /** Of a heat map at this place, 0..1; otherwise that of the shape. */
  intensity: number;
  /** In pixels of the photo; null for a heat map. */
  measures: Measures | null;
  distance: number;
}

interface Bounded {
  index: number;
  box: Box;
}

const cells = 32;

/** Finds the shapes of a layer near a place, without looking at all of them. */
export class LayerIndex {
  private readonly cells = new Map<number, Bounded[]>();
  private readonly box: Box;

  constructor(
    readonly layer: Layer,
    readonly photo: [number, number],
  ) {
    this.box = layer.box ?? [0, 0, ...photo];
    layer.shapes.forEach((shape, index) => {
      const box = boundsOf(shape);
      const [from, to] = [this.cell(box[0], box[1]), this.cell(box[0] + box[2], box[1] + box[3])];
      for (let row = from[1]; row <= to[1]; row++)
        for (let column = from[0]; column <= to[0]; column++) {
          const key = row * cells + column;
          const there = this.cells.get(key);
          if (there) there.push({ index, box });
          else this.cells.set(key, [{ index, box }]);
        }
    });
  }

  private cell(x: number, y: number): [number, number] {
    const clamp = (value: number) => Math.min(cells - 1, Math.max(0, Math.floor(value * cells)));
    return [clamp((x - this.box[0]) / this.box[2]), clamp((y - this.box[1]) / this.box[3])];
  }

  /** From pixels of the photo to the view box. */
  toBox([x, y]: Point): Point {
    const [left, top, w, h] = this.box;
    return [left + (x / this.photo[0]) * w, top + (y / this.photo[1]) * h];
  }

  /** From the view box to pixels of the photo. */
  toPhoto([x, y]: Point): Point {
    const [left, top, w, h] = this.box;
    return [((x - left) / w) * this.photo[0], ((y - top) / h) * this.photo[1]];
  }

  get scale(): number {
    return this.photo[0] / this.box[2];
  }

  /** The shapes at a place of the photo, nearest and smallest first; `tolerance` in pixels of the photo. */
  at(place: Point, tolerance: number): Hit[] {
    const [x, y] = this.toBox(place);
    const reach = tolerance / this.scale;
    const [from, to] = [this.cell(x - reach, y - reach), this.cell(x + reach, y + reach)];
    const seen = new Set<number>();
    const hits: Hit[] = [];
    for (let row = from[1]; row <= to[1]; row++)
      for (let column = from[0]; column <= to[0]; column++)
        for (const { index, box } of this.cells.get(row * cells + column) ?? []) {
          if (seen.has(index) || x < box[0] - reach || y < box[1] - reach || x > box[0] + box[2] + reach || y > box[1] + box[3] + reach) continue;
          seen.add(index);
          const shape = this.layer.shapes[index]!;
          const distance = distanceTo(shape, x, y) * this.scale;
          if (distance > tolerance) continue;
          hits.push({ layer: this.layer, index, shape, intensity: shape.intensity, measures: this.measured(shape), distance });
        }
    return hits.sort((a, b) => a.distance - b.distance || a.measures!.area - b.measures!.area);
  }

  /** What a shape measures, in pixels of the photo. */
  measured(shape: Shape): Measures {
    const { kind, area, length, diameter, box } = measure(shape);
    const scale = this.scale;
    const [x, y] = this.toPhoto([box[0], box[1]]);
    return { kind, area: area * scale * scale, length: length * scale, diameter: diameter * scale, box: [x, y, box[2] * scale, box[3] * scale] };
  }
}

export function heatHit(layer: Layer, field: Field, photo: [number, number], [x, y]: Point): Hit | null {
  const column = Math.floor((x / photo[0]) * field.width);
  const row = Math.floor((y / photo[1]) * field.height);
  if (column < 0 || row < 0 || column >= field.width || row >= field.height) return null;
  const intensity = field.values[row * field.width + column]! / 255;
  return intensity > 0 ? { layer, index: -1, shape: null, intensity, measures: null, distance: 0 } : null;
}

/** The facial area in which a place lies; '' where none does. */
export function facialAreaAt(areas: LayerIndex[], place: Point): string {
  for (const index of areas) {
    const [x, y] = index.toBox(place);
    if (index.layer.shapes.some(shape => shape.kind === 'area' && inArea(shape, x, y))) return index.layer.mask;
  }
  return '';
}

/** The middle of a shape in pixels of the photo. */
export const placeOf = (index: LayerIndex, shape: Shape): Point => index.toPhoto(centreOf(shape));
