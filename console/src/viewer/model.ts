import { areaOf, boundsOf, flatten, lengthOf, type Box, type GeometryData, type Shape } from './geometry';

/** One value of a result. */
export interface MetricData {
  name: string;
  tech_name: string;
  value: number | string | null;
  widget_type?: string | null;
  units?: string | null;
}

export interface AreaData {
  area_name: string;
  main_metric?: MetricData | null;
  sub_metrics?: MetricData[] | null;
}

export interface GridData {
  width: number;
  height: number;
  values?: number[] | null;
  data?: string | null;
  encoding?: 'float32' | 'uint8' | null;
  range?: [number, number] | null;
  scale?: string | string[] | null;
}

export interface FeatureData {
  type?: string | null;
  geometry: GeometryData | null;
  properties?: { intensity?: number | null } | null;
}

export interface MaskData {
  mask_type: string;
  features?: FeatureData[] | null;
  view_box?: string | null;
  name?: string | null;
  tech_name?: string | null;
  fill?: string | null;
  grid?: GridData | null;
}

/** A result as the API gives it (docs/results.md). */
export interface ResultData {
  algorithm_tech_name: string;
  area_results?: AreaData[] | null;
  masks_original?: MaskData[] | null;
  masks_restored?: MaskData[] | null;
  error?: string | null;
  problems?: string[] | null;
  feedback?: Record<string, unknown> | null;
}

export type Frame = 'original' | 'restored';
export type LayerKind = 'area' | 'line' | 'point' | 'heat' | 'picture';

/** A mask that can be switched on and off. */
export interface Layer {
  /** `algorithm/mask`, the same for both frames where the masks stand in the same order. */
  id: string;
  algorithm: string;
  /** Technical name of the mask. */
  mask: string;
  /** Place among the algorithm's masks; colours of a request are given in this order. */
  index: number;
  name: string;
  kind: LayerKind;
  /** View box of the coordinates; null means pixels of the photo. */
  box: Box | null;
  shapes: Shape[];
  grid: GridData | null;
  fill: string | null;
  /** URL of a finished SVG instead of shapes. */
  picture: string | null;
}

const kinds: Record<string, LayerKind> = { polygon_mask: 'area', polyline_mask: 'line', point_mask: 'point', heatmap_mask: 'heat' };

/** Results in any form in which the API or a file gives them: one, a list, a list of items, or an answer with `results`. */
export function readResults(data: unknown): ResultData[] {
  if (Array.isArray(data)) return data.flatMap(readResults);
  if (!data || typeof data !== 'object') return [];
  const object = data as Record<string, unknown>;
  if (object.result && typeof object.result === 'object') return readResults(object.result);
  if (Array.isArray(object.results)) return readResults(object.results);
  return typeof object.algorithm_tech_name === 'string' ? [object as unknown as ResultData] : [];
}

/** The layers of a frame, in the order of the results. */
export function layersOf(results: ResultData[], frame: Frame): Layer[] {
  return results.flatMap(result => {
    const picture = (result as { masked_image_url?: unknown }).masked_image_url;
    if (typeof picture === 'string') return [pictureLayer(result.algorithm_tech_name, picture)];
    const masks = (frame === 'original' ? result.masks_original : result.masks_restored) ?? [];
    const others = (frame === 'original' ? result.masks_restored : result.masks_original) ?? [];
    return masks.map((mask, index) => layerOf(result.algorithm_tech_name, mask, others[index], index));
  });
}

export function pictureLayer(algorithm: string, url: string): Layer {
  const none = { box: null, shapes: [], grid: null, fill: null };
  return { ...none, id: `${algorithm}/picture`, algorithm, mask: 'picture', index: 0, name: '', kind: 'picture', picture: url };
}

export function layerOf(algorithm: string, mask: MaskData, twin: MaskData | undefined, index: number): Layer {
  const tech = mask.tech_name ?? '';
  return {
    id: `${algorithm}/${plain(tech) || plain(twin?.tech_name ?? '') || index}`,
    algorithm,
    mask: tech,
    index,
    name: mask.name ?? '',
    kind: kinds[mask.mask_type] ?? 'area',
    box: readBox(mask.view_box),
    shapes: (mask.features ?? []).flatMap((feature, place) => {
      const intensity = feature.properties?.intensity ?? 1;
      return flatten(feature.geometry).map(shape => ({ ...shape, feature: place, intensity }) as Shape);
    }),
    grid: mask.grid ?? null,
    fill: mask.fill ?? null,
    picture: null,
  };
}

/** The technical name of a mask without what tells the frame (`pigmentation_mask_origin`). */
export const plain = (name: string): string => name.replace(/(_(restored|original|origin|mask))+$/, '').replace(/_(original|origin)_mask$/, '');

export function readBox(text: string | null | undefined): Box | null {
  const numbers = (text ?? '').trim().split(/[\s,]+/).map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) && numbers[2]! > 0 && numbers[3]! > 0 ? (numbers as Box) : null;
}

/** Number of marks. */
export const countOf = (layer: Layer): number => layer.shapes.length + (layer.grid ? 1 : 0);

/** What a shape measures, in pixels of its view box. */
export interface Measures {
  kind: Shape['kind'];
  area: number;
  length: number;
  diameter: number;
  box: Box;
}

export function measure(shape: Shape): Measures {
  const box = boundsOf(shape);
  const diameter = shape.kind === 'point' ? 2 * shape.radius : Math.max(box[2], box[3]);
  return { kind: shape.kind, area: areaOf(shape), length: lengthOf(shape), diameter, box };
}

/** Pixels of the photo a millimetre, where the results say so; 0 where not. */
export function pixelsPerMillimetre(results: ResultData[]): number {
  for (const result of results) {
    const metric = result.area_results?.flatMap(area => area.sub_metrics ?? []).find(item => item.tech_name === 'pixels_per_millimetre');
    if (typeof metric?.value === 'number' && metric.value > 0) return metric.value;
  }
  return 0;
}
