import { areaOf, boundsOf, centreOf, distanceToPath, lengthOf, type Box, type Point, type Shape } from '../../viewer/geometry';
import type { Layer, ResultData } from '../../viewer/model';

/** A mark in widths of the aligned photo, in the frame of the earlier photo. */
export interface Mark {
  /** Place among the layer's shapes. */
  index: number;
  centre: Point;
  /** Of a circle of the same area; of a line 0. */
  radius: number;
  box: Box;
  /** Of a line, points along it; else null. */
  line: Point[] | null;
  /** Of a line. */
  length: number;
}

export interface Matches {
  /** Marks of the earlier and of the later photo that are the same. */
  kept: [number, number][];
  gone: number[];
  added: number[];
}

export type Warp = (place: Point) => Point;

/** Landmarks of the aligned photo in its widths; empty where there are none. */
export function landmarksOf(results: ResultData[]): Point[] {
  const mask = results.find(result => result.algorithm_tech_name === 'facial_landmarks')?.masks_restored?.[0];
  const side = Number((mask?.view_box ?? '').split(/\s+/)[2]);
  const points = mask?.features?.flatMap(feature => (feature.geometry?.coordinates ?? []) as number[][]) ?? [];
  return side > 0 ? points.map(([x, y]) => [x! / side, y! / side] as Point) : [];
}

/**
 * Moves places of the later aligned photo to where they are on the earlier one: by the shifts of the eight nearest landmarks, weighted by the
 * inverse square of the distance (Shepard 1968). Without the same landmarks on both it leaves places where they are.
 */
export function warpBetween(later: Point[], earlier: Point[]): Warp {
  if (!later.length || later.length !== earlier.length) return place => place;
  return ([x, y]) => {
    const near = later
      .map(([lx, ly], index) => ({ index, square: (lx - x) ** 2 + (ly - y) ** 2 }))
      .sort((a, b) => a.square - b.square)
      .slice(0, 8);
    let [dx, dy, sum] = [0, 0, 0];
    for (const { index, square } of near) {
      const weight = 1 / (square + 1e-6);
      dx += weight * (earlier[index]![0] - later[index]![0]);
      dy += weight * (earlier[index]![1] - later[index]![1]);
      sum += weight;
    }
    return [x + dx / sum, y + dy / sum];
  };
}

/** The marks of a layer of the aligned photo, moved by a warp. */
export function marksOf(layer: Layer, warp: Warp = place => place): Mark[] {
  const [left, top, width] = layer.box ?? [0, 0, 1, 1];
  const place = ([x, y]: Point): Point => warp([(x - left) / width, (y - top) / width]);
  return layer.shapes.map((shape, index) => {
    const centre = place(centreOf(shape));
    const [, , w, h] = boundsOf(shape).map(value => value / width) as Box;
    const line = shape.kind === 'line' ? samples(shape).map(place) : null;
    return { index, centre, radius: Math.sqrt(areaOf(shape) / Math.PI) / width, box: [centre[0] - w / 2, centre[1] - h / 2, w, h], line, length: lengthOf(shape) / width };
  });
}

/** Points along a line, about as far apart as a hundredth of its length. */
function samples(shape: Shape & { kind: 'line' }): Point[] {
  const step = Math.max(lengthOf(shape) / 24, 1e-9);
  return shape.points.flatMap((point, index) => {
    const before = shape.points[index - 1];
    if (!before) return [point];
    const count = Math.max(1, Math.round(Math.hypot(point[0] - before[0], point[1] - before[1]) / step));
    return Array.from({ length: count }, (_, i): Point => {
      const share = (i + 1) / count;
      return [before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share];
    });
  });
}

/** Intersection over union of two boxes. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (a[2] * a[3] + b[2] * b[3] - width * height);
}

/** How far two marks are from being the same; Infinity when they are not. */
export function cost(a: Mark, b: Mark, tolerance: number): number {
  if (a.line && b.line) {
    const [short, long] = a.length <= b.length ? [a.line, b.line] : [b.line, a.line];
    const distances = short.map(([x, y]) => distanceToPath(long, x, y, false));
    const near = distances.filter(distance => distance <= tolerance);
    // Half of the shorter line has to run along the other.
    return near.length * 2 >= distances.length ? near.reduce((sum, distance) => sum + distance, 0) / near.length : Infinity;
  }
  if (a.line || b.line) return Infinity;
  const distance = Math.hypot(a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]);
  return distance <= tolerance + Math.min(a.radius, b.radius) || overlap(a.box, b.box) >= 0.2 ? distance : Infinity;
}

/** Which marks are the same on both photos: nearest pairs first, each mark once. */
export function match(earlier: Mark[], later: Mark[], tolerance: number): Matches {
  const cell = Math.max(tolerance * 2, 0.02);
  const cells = new Map<string, number[]>();
  const around = ([x, y, w, h]: Box, visit: (key: string) => void) => {
    for (let row = Math.floor((y - tolerance) / cell); row <= Math.floor((y + h + tolerance) / cell); row++)
      for (let column = Math.floor((x - tolerance) / cell); column <= Math.floor((x + w + tolerance) / cell); column++) visit(`${row} ${column}`);
  };
  earlier.forEach((mark, index) => around(mark.box, key => void (cells.get(key)?.push(index) ?? cells.set(key, [index]))));
  const pairs: { from: number; to: number; cost: number }[] = [];
  later.forEach((mark, to) => {
    const seen = new Set<number>();
    around(mark.box, key => cells.get(key)?.forEach(from => seen.add(from)));
    for (const from of seen) {
      const value = cost(earlier[from]!, mark, tolerance);
      if (value < Infinity) pairs.push({ from, to, cost: value });
    }
  });
  pairs.sort((a, b) => a.cost - b.cost);
  const [usedFrom, usedTo] = [new Set<number>(), new Set<number>()];
  const kept: [number, number][] = [];
  for (const { from, to } of pairs) {
    if (usedFrom.has(from) || usedTo.has(to)) continue;
    usedFrom.add(from);
    usedTo.add(to);
    kept.push([earlier[from]!.index, later[to]!.index]);
  }
  const left = (marks: Mark[], used: Set<number>) => marks.filter((_, place) => !used.has(place)).map(mark => mark.index);
  return { kept, gone: left(earlier, usedFrom), added: left(later, usedTo) };
}
