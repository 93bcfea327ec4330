import { layersOf, pixelsPerMillimetre, type Layer, type MaskData, type ResultData } from '../../viewer/model';
import type { Shape } from '../../viewer/geometry';
import { landmarksOf, marksOf, match, warpBetween } from './match';

export type MarkState = 'kept' | 'added' | 'gone';

/** What became of the marks of one algorithm, with results that show it on either photo. */
export interface ComparedMarks {
  algorithm: string;
  kept: number;
  gone: number;
  added: number;
  /** Whether it has marks that can be counted; heat maps have none. */
  isCounted: boolean;
  before: ResultData[];
  after: ResultData[];
}

// Okabe and Ito: blue, vermilion and green are told apart with every colour vision deficiency.
const fills: Record<MarkState, string> = { kept: 'rgba(86,180,233,.55)', added: 'rgba(213,94,0,.8)', gone: 'rgba(0,158,115,.8)' };
const technical = new Set(['facial_landmarks', 'front_face_areas', 'skin_areas', 'quality']);
/** Marks within so many millimetres of each other may be the same. */
const reach = 2.5;

/** Compares the marks of the aligned photos; heat maps have no marks that could be told apart, and are shown as they are. */
export function compareMarks(before: ResultData[], after: ResultData[], names: Record<MarkState, string>): ComparedMarks[] {
  const warp = warpBetween(landmarksOf(after), landmarksOf(before));
  const later = layersOf(after, 'restored');
  const found = new Map<string, ComparedMarks>();
  for (const layer of layersOf(before, 'restored')) {
    const other = later.find(item => item.id === layer.id);
    if (!other || technical.has(layer.algorithm)) continue;
    const entry = found.get(layer.algorithm) ?? { algorithm: layer.algorithm, kept: 0, gone: 0, added: 0, isCounted: false, before: [], after: [] };
    found.set(layer.algorithm, entry);
    if (layer.kind === 'heat') {
      entry.before = [...entry.before, ...only(before, layer)];
      entry.after = [...entry.after, ...only(after, other)];
      continue;
    }
    const millimetre = pixelsPerMillimetre(before) / (layer.box?.[2] ?? 1);
    const tolerance = millimetre > 0 && layer.box ? reach * millimetre : 0.012;
    const { kept, gone, added } = match(marksOf(layer), marksOf(other, warp), tolerance);
    entry.isCounted = true;
    entry.kept += kept.length;
    entry.gone += gone.length;
    entry.added += added.length;
    entry.before.push(shown(layer, { kept: kept.map(([from]) => from), gone }, names));
    entry.after.push(shown(other, { kept: kept.map(([, to]) => to), added }, names));
  }
  return [...found.values()];
}

const only = (results: ResultData[], layer: Layer): ResultData[] =>
  results
    .filter(result => result.algorithm_tech_name === layer.algorithm)
    .map(result => ({ ...result, masks_original: null, masks_restored: [result.masks_restored![layer.index]!] }));

function shown(layer: Layer, states: Partial<Record<MarkState, number[]>>, names: Record<MarkState, string>): ResultData {
  const masks = Object.entries(states).map(([state, indices]): MaskData => {
    const shapes = indices.map(index => layer.shapes[index]!);
    return {
      mask_type: shapes[0]?.kind === 'line' ? 'polyline_mask' : shapes[0]?.kind === 'point' ? 'point_mask' : 'polygon_mask',
      tech_name: `${layer.mask}_${state}`,
      name: names[state as MarkState],
      fill: fills[state as MarkState],
      view_box: layer.box?.join(' ') ?? null,
      features: shapes.map(shape => ({ geometry: geometryOf(shape), properties: { intensity: 1 } })),
    };
  });
  return { algorithm_tech_name: layer.algorithm, masks_restored: masks, masks_original: null };
}

function geometryOf(shape: Shape) {
  if (shape.kind === 'point') return { type: 'Point', coordinates: [shape.x, shape.y, shape.radius] };
  return shape.kind === 'line' ? { type: 'LineString', coordinates: shape.points } : { type: 'Polygon', coordinates: shape.rings };
}
