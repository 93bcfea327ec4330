import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/client';
import { layersOf, type Layer, type MetricData, type ResultData } from '../../viewer/model';
import type { Pick } from '../../viewer/react';
import { imagePath } from './data';

/** What stands at a point of a photo (`GET …/explain/`, docs/console.md). */
export interface Explanation {
  area_names: string[];
  algorithms: ExplainedAlgorithm[];
}

export interface ExplainedAlgorithm {
  algorithm_tech_name: string;
  error: string | null;
  areas: { area_name: string; main_metric: MetricData | null; sub_metrics: MetricData[] }[];
  shapes: ExplainedShape[];
  shape_count: number;
  heat_maps: { mask_name: string; mask_tech_name: string; mask_index: number; intensity: number }[];
}

export interface ExplainedShape {
  mask_name: string;
  mask_tech_name: string;
  mask_index: number;
  feature_index: number;
  shape_index: number;
  intensity: number;
  covers: boolean;
  distance: number;
  area: number | null;
  length: number | null;
  /** Of what the mask shows, 0 to 1. */
  share: number;
}

/** Asks what stands at the place that was clicked; the size is that of the photo. */
export function useExplanation(company: string, image: string, pick: Pick | null, [width, height]: [number, number]) {
  const place = pick && { x: inside(pick.x / width), y: inside(pick.y / height), image_type: pick.frame };
  return useQuery({
    queryKey: [company, 'explain', image, place],
    queryFn: () => {
      const query = new URLSearchParams(Object.entries(place!).map(([key, value]) => [key, String(value)]));
      return request<Explanation>(`${imagePath(company, image)}explain/?${query}`);
    },
    enabled: place !== null,
  });
}

const inside = (value: number) => Math.min(1, Math.max(0, Math.round(value * 1e5) / 1e5));

/** The layer of a mask, and the place of a shape among all of the layer's. */
export function placeOf(results: ResultData[], pick: Pick, algorithm: string, shape: ExplainedShape): { layer: Layer; index: number } | null {
  const layer = layersOf(results, pick.frame).find(item => item.algorithm === algorithm && item.index === shape.mask_index);
  if (!layer) return null;
  const before = layer.shapes.findIndex(item => item.feature === shape.feature_index);
  return before < 0 ? null : { layer, index: before + shape.shape_index };
}
