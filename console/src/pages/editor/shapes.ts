import type { Point, Shape } from '../../viewer/geometry';
import type { FeatureData, Frame, MaskData, ResultData } from '../../viewer/model';
import { layerOf } from '../../viewer/model';

/** A corner of a shape: which ring (0 for a line), and its place in it. */
export interface Corner {
  ring: number;
  place: number;
}

export const ringsOf = (shape: Shape): Point[][] =>
  shape.kind === 'area' ? shape.rings : shape.kind === 'line' ? [shape.points] : [[[shape.x, shape.y]]];

export function cornersOf(shape: Shape): (Corner & { at: Point })[] {
  return ringsOf(shape).flatMap((ring, index) => ring.map((at, place) => ({ ring: index, place, at })));
}

/** Corners that a shape of the kind needs at least. */
const least = { area: 3, line: 2, point: 1 } as const;

function withRing(shape: Shape, ring: number, change: (points: Point[]) => Point[]): Shape {
  if (shape.kind === 'point') {
    const [[x, y]] = change([[shape.x, shape.y]]) as [Point];
    return { ...shape, x, y };
  }
  if (shape.kind === 'line') return { ...shape, points: change(shape.points) };
  return { ...shape, rings: shape.rings.map((points, index) => (index === ring ? change(points) : points)) };
}

export const moveCorner = (shape: Shape, { ring, place }: Corner, to: Point): Shape =>
  withRing(shape, ring, points => points.map((point, index) => (index === place ? to : point)));

/** A corner in the middle between one and the next. */
export function insertCorner(shape: Shape, { ring, place }: Corner): Shape {
  if (shape.kind === 'point') return shape;
  return withRing(shape, ring, points => {
    const [a, b] = [points[place]!, points[(place + 1) % points.length]!];
    return [...points.slice(0, place + 1), [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], ...points.slice(place + 1)];
  });
}

/** Without a corner; a hole that has too few goes, and null says that the whole shape does. */
export function deleteCorner(shape: Shape, { ring, place }: Corner): Shape | null {
  const points = ringsOf(shape)[ring]!;
  if (points.length > least[shape.kind]) return withRing(shape, ring, all => all.filter((_, index) => index !== place));
  if (shape.kind !== 'area' || ring === 0) return null;
  return { ...shape, rings: shape.rings.filter((_, index) => index !== ring) };
}

export function moveShape(shape: Shape, dx: number, dy: number): Shape {
  const move = ([x, y]: Point): Point => [x + dx, y + dy];
  if (shape.kind === 'point') return { ...shape, x: shape.x + dx, y: shape.y + dy };
  if (shape.kind === 'line') return { ...shape, points: shape.points.map(move) };
  return { ...shape, rings: shape.rings.map(ring => ring.map(move)) };
}

export const addHole = (shape: Shape, ring: Point[]): Shape => (shape.kind === 'area' ? { ...shape, rings: [...shape.rings, ring] } : shape);

/** What is drawn: a shape of a kind, or a hole in the area that is edited. */
export type Tool = Shape['kind'] | 'hole';

/** A shape of drawn corners; null while there are too few. */
export function drawn(tool: Shape['kind'], points: Point[], radius: number, feature: number, intensity: number): Shape | null {
  if (points.length < least[tool]) return null;
  if (tool === 'area') return { kind: 'area', rings: [points], feature, intensity };
  if (tool === 'line') return { kind: 'line', points, feature, intensity };
  return { kind: 'point', x: points[0]![0], y: points[0]![1], radius, feature, intensity };
}

const round = (value: number) => Math.round(value * 100) / 100;
const coordinate = ([x, y]: Point): Point => [round(x), round(y)];

/** Features of the shapes. What a feature had besides its geometry stays; one of several kinds becomes several. */
export function featuresOf(shapes: Shape[], before: FeatureData[]): FeatureData[] {
  const groups = new Map<string, { kind: Shape['kind']; feature: number; intensity: number; coordinates: unknown[] }>();
  for (const shape of shapes) {
    const key = `${shape.feature} ${shape.kind} ${shape.intensity}`;
    const group = groups.get(key) ?? { kind: shape.kind, feature: shape.feature, intensity: shape.intensity, coordinates: [] };
    groups.set(key, group);
    if (shape.kind === 'area') group.coordinates.push(shape.rings.map(ring => ring.map(coordinate)));
    else if (shape.kind === 'line') group.coordinates.push(shape.points.map(coordinate));
    else group.coordinates.push([round(shape.x), round(shape.y), ...(shape.radius ? [round(shape.radius)] : [])]);
  }
  const types = { area: 'MultiPolygon', line: 'MultiLineString', point: 'MultiPoint' } as const;
  return [...groups.values()]
    .sort((a, b) => a.feature - b.feature)
    .map(({ kind, feature, intensity, coordinates }) => {
      const old = before[feature] ?? { type: 'Feature', geometry: null, properties: {} };
      return { ...old, geometry: { type: types[kind], coordinates }, properties: { ...old.properties, intensity } };
    });
}

/** Turns, scales and moves: `x' = a·x − b·y + e`, `y' = b·x + a·y + f`. */
export interface Similarity {
  a: number;
  b: number;
  e: number;
  f: number;
}

/** The similarity that fits pairs of places best (least squares, Umeyama 1991); null for fewer than two. */
export function fitSimilarity(from: Point[], to: Point[]): Similarity | null {
  if (from.length < 2 || from.length !== to.length) return null;
  const mean = (points: Point[]): Point => [0, 1].map(axis => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length) as Point;
  const [p, q] = [mean(from), mean(to)];
  let [along, across, size] = [0, 0, 0];
  from.forEach(([x, y], index) => {
    const [dx, dy, ex, ey] = [x - p[0], y - p[1], to[index]![0] - q[0], to[index]![1] - q[1]];
    along += dx * ex + dy * ey;
    across += dx * ey - dy * ex;
    size += dx * dx + dy * dy;
  });
  if (size === 0) return null;
  const [a, b] = [along / size, across / size];
  return { a, b, e: q[0] - a * p[0] + b * p[1], f: q[1] - b * p[0] - a * p[1] };
}

export function place(shape: Shape, { a, b, e, f }: Similarity): Shape {
  const at = ([x, y]: Point): Point => [a * x - b * y + e, b * x + a * y + f];
  if (shape.kind === 'line') return { ...shape, points: shape.points.map(at) };
  if (shape.kind === 'area') return { ...shape, rings: shape.rings.map(ring => ring.map(at)) };
  const [x, y] = at([shape.x, shape.y]);
  return { ...shape, x, y, radius: shape.radius * Math.hypot(a, b) };
}

/** From one photo to the other, by the landmarks or the facial areas that stand on both. */
export function betweenFrames(results: ResultData[], from: Frame): Similarity | null {
  const pairs: [Point[], Point[]] = [[], []];
  for (const result of results.filter(item => ['facial_landmarks', 'front_face_areas'].includes(item.algorithm_tech_name)))
    result.masks_original?.forEach((mask, index) => {
      const twin = result.masks_restored?.[index];
      if (!twin) return;
      const points = [mask, twin].map(item => shapesOf(item).flatMap(shape => cornersOf(shape).map(corner => corner.at)));
      if (points[0]!.length !== points[1]!.length) return;
      pairs[0].push(...points[from === 'original' ? 0 : 1]!);
      pairs[1].push(...points[from === 'original' ? 1 : 0]!);
    });
  return fitSimilarity(...pairs);
}

export const shapesOf = (mask: MaskData): Shape[] => layerOf('', mask, undefined, 0).shapes;

/** The result with the shapes of one mask changed on one photo, and on the other one too where it is known how to get there. */
export function withShapes(result: ResultData, frame: Frame, index: number, shapes: Shape[], across: Similarity | null): ResultData {
  const [own, other] = frame === 'original' ? (['masks_original', 'masks_restored'] as const) : (['masks_restored', 'masks_original'] as const);
  const put = (masks: MaskData[] | null | undefined, made: Shape[]) =>
    masks?.map((mask, at) => (at === index ? { ...mask, features: featuresOf(made, mask.features ?? []) } : mask)) ?? masks;
  const changed = { ...result, [own]: put(result[own], shapes) };
  return across ? { ...changed, [other]: put(result[other], shapes.map(shape => place(shape, across))) } : changed;
}
