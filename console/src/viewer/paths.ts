import { boundsOf, inRing, ringArea, type AreaShape, type Box, type Shape } from './geometry';

/** Shapes of one intensity and one way of drawing, as path data; shapes that lie together are in one path. */
export interface PathGroup {
  kind: 'fill' | 'stroke';
  /** Of areas: `evenodd` where a path is one area, `nonzero` where it holds many. */
  rule: 'evenodd' | 'nonzero';
  intensity: number;
  paths: string[];
}

const cells = 12;
/** So many areas may be a path each. */
const maxSingleAreas = 400;
const short = (value: number) => String(Math.round(value * 100) / 100);

export function pathOf(shape: Shape, leastRadius: number): string {
  if (shape.kind === 'point') {
    const r = shape.radius || leastRadius;
    const width = short(2 * r);
    return `M${short(shape.x - r)} ${short(shape.y)}a${short(r)} ${short(r)} 0 1 0 ${width} 0a${short(r)} ${short(r)} 0 1 0 -${width} 0`;
  }
  const trace = (path: [number, number][]) => 'M' + path.map(([x, y]) => `${short(x)} ${short(y)}`).join('L');
  if (shape.kind === 'area') return shape.rings.map(ring => trace(ring) + 'Z').join('');
  return shape.points.length === 1 ? trace([shape.points[0]!, shape.points[0]!]) : trace(shape.points);
}

// Outer rings wind one way and holes the other, so that areas that overlap in one path are a union.
function wound(shape: AreaShape): AreaShape {
  const rings = shape.rings.map((ring, index) => {
    const depth = shape.rings.filter((other, place) => place !== index && inRing(other, ring[0]![0], ring[0]![1])).length;
    return ringArea(ring) > 0 === (depth % 2 === 0) ? ring : [...ring].reverse();
  });
  return { ...shape, rings };
}

/** The shapes as few paths: thousands of elements are slow to draw, and one path of all is slow where only a part is in view. */
export function groupPaths(shapes: Shape[], box: Box, leastRadius: number): PathGroup[] {
  const merged = shapes.filter(shape => shape.kind === 'area').length > maxSingleAreas;
  const groups = new Map<string, PathGroup>();
  const together = new Map<PathGroup, Map<number, string[]>>();
  for (const shape of shapes) {
    const kind = shape.kind === 'line' ? 'stroke' : 'fill';
    const single = shape.kind === 'area' && !merged;
    const rule = single ? 'evenodd' : 'nonzero';
    const key = `${kind} ${rule} ${shape.intensity}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { kind, rule, intensity: shape.intensity, paths: [] }));
    const data = pathOf(shape.kind === 'area' && merged ? wound(shape) : shape, leastRadius);
    if (single) {
      group.paths.push(data);
      continue;
    }
    const places = together.get(group) ?? new Map<number, string[]>();
    together.set(group, places);
    const place = placeOf(shape, box);
    const there = places.get(place);
    if (there) there.push(data);
    else places.set(place, [data]);
  }
  for (const [group, places] of together) for (const data of places.values()) group.paths.push(data.join(''));
  return [...groups.values()];
}

function placeOf(shape: Shape, [x, y, w, h]: Box): number {
  const [left, top, width, height] = boundsOf(shape);
  const clamp = (value: number) => Math.min(cells - 1, Math.max(0, Math.floor(value * cells)));
  return clamp((top + height / 2 - y) / h) * cells + clamp((left + width / 2 - x) / w);
}
