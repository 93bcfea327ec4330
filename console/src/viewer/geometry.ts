/** `x y w h` of a view box. */
export type Box = [number, number, number, number];
export type Point = [number, number];

export interface GeometryData {
  type: string;
  coordinates?: unknown;
  geometries?: GeometryData[];
}

interface Common {
  /** Place of its feature in the mask. */
  feature: number;
  /** 0..1; in a heat map what this level adds. */
  intensity: number;
}
export type AreaShape = Common & { kind: 'area'; rings: Point[][] };
export type LineShape = Common & { kind: 'line'; points: Point[] };
export type PointShape = Common & { kind: 'point'; x: number; y: number; radius: number };
export type Shape = AreaShape | LineShape | PointShape;
type Bare = Omit<AreaShape, keyof Common> | Omit<LineShape, keyof Common> | Omit<PointShape, keyof Common>;

const isPoint = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1]);
const points = (value: unknown): Point[] => (Array.isArray(value) ? value.filter(isPoint).map(([x, y]) => [x, y] as Point) : []);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function area(value: unknown): Bare[] {
  const rings = list(value).map(points).map(open).filter(ring => ring.length >= 3);
  return rings.length ? [{ kind: 'area', rings }] : [];
}

function line(value: unknown): Bare[] {
  const path = points(value);
  return path.length ? [{ kind: 'line', points: path }] : [];
}

function point(value: unknown): Bare[] {
  if (!isPoint(value)) return [];
  return [{ kind: 'point', x: value[0]!, y: value[1]!, radius: Number.isFinite(value[2]) ? Math.abs(value[2]!) : 0 }];
}

/** A ring without the last point where it repeats the first. */
export function open(ring: Point[]): Point[] {
  const [first, last] = [ring[0], ring.at(-1)];
  return first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
}

/** The single shapes of a GeoJSON geometry; what is not one is left out. */
export function flatten(geometry: GeometryData | null | undefined): Bare[] {
  if (!geometry) return [];
  switch (String(geometry.type).toLowerCase()) {
    case 'polygon':
      return area(geometry.coordinates);
    case 'multipolygon':
      return list(geometry.coordinates).flatMap(area);
    case 'linestring':
      return line(geometry.coordinates);
    case 'multilinestring':
    case 'multipolyline':
      return list(geometry.coordinates).flatMap(line);
    case 'point':
      return point(geometry.coordinates);
    case 'multipoint':
      return list(geometry.coordinates).flatMap(point);
    case 'geometrycollection':
      return (geometry.geometries ?? []).flatMap(flatten);
    default:
      return [];
  }
}

export function boundsOf(shape: Shape): Box {
  if (shape.kind === 'point') return [shape.x - shape.radius, shape.y - shape.radius, 2 * shape.radius, 2 * shape.radius];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const path of shape.kind === 'area' ? shape.rings : [shape.points])
    for (const [x, y] of path) {
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  return [left, top, right - left, bottom - top];
}

/** Signed area of a ring (shoelace formula). */
export function ringArea(ring: Point[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  return sum / 2;
}

/** Area without the holes; of a line 0. A ring within another one is a hole, however it winds. */
export function areaOf(shape: Shape): number {
  if (shape.kind === 'point') return Math.PI * shape.radius ** 2;
  if (shape.kind === 'line') return 0;
  return shape.rings.reduce((sum, ring, index) => {
    const depth = shape.rings.filter((other, place) => place !== index && inRing(other, ring[0]![0], ring[0]![1])).length;
    return sum + (depth % 2 ? -1 : 1) * Math.abs(ringArea(ring));
  }, 0);
}

/** Length of a line, outline of an area, circumference of a dot. */
export function lengthOf(shape: Shape): number {
  if (shape.kind === 'point') return 2 * Math.PI * shape.radius;
  const along = (path: Point[], closed: boolean) =>
    path.reduce((sum, [x, y], index) => {
      const before = index ? path[index - 1]! : closed ? path.at(-1)! : path[0]!;
      return sum + Math.hypot(x - before[0], y - before[1]);
    }, 0);
  return shape.kind === 'line' ? along(shape.points, false) : shape.rings.reduce((sum, ring) => sum + along(ring, true), 0);
}

export function centreOf(shape: Shape): Point {
  if (shape.kind === 'point') return [shape.x, shape.y];
  const [x, y, w, h] = boundsOf(shape);
  return [x + w / 2, y + h / 2];
}

export function inRing(ring: Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Whether a place is in an area, by the even-odd rule. */
export const inArea = (shape: AreaShape, x: number, y: number): boolean =>
  shape.rings.reduce((inside, ring) => inside !== inRing(ring, x, y), false);

export function distanceToSegment(x: number, y: number, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const place = length ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length)) : 0;
  return Math.hypot(x - a[0] - place * dx, y - a[1] - place * dy);
}

export function distanceToPath(path: Point[], x: number, y: number, closed: boolean): number {
  if (path.length === 1) return Math.hypot(x - path[0]![0], y - path[0]![1]);
  let best = Infinity;
  for (let i = closed ? 0 : 1; i < path.length; i++) best = Math.min(best, distanceToSegment(x, y, path.at(i - 1)!, path[i]!));
  return best;
}

/** Distance from a place to the shape: 0 within. */
export function distanceTo(shape: Shape, x: number, y: number): number {
  if (shape.kind === 'point') return Math.max(0, Math.hypot(x - shape.x, y - shape.y) - shape.radius);
  if (shape.kind === 'line') return distanceToPath(shape.points, x, y, false);
  return inArea(shape, x, y) ? 0 : Math.min(...shape.rings.map(ring => distanceToPath(ring, x, y, true)));
}
