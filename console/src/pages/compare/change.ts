import type { MetricData, ResultData } from '../../viewer/model';
import { marginOf, scoreOf, wholeOf } from '../image/scores';

/** Whether a change is more than what two photos of the same skin differ by. */
export type Verdict = 'equal' | 'same' | 'better' | 'worse' | 'changed' | 'unknown';

/** Two values of the same skin differ by less than this in 95 of 100 cases, where each has its own margin (half of its 95 % interval). */
export const noiseLimit = (before: number, after: number): number => Math.hypot(before, after);

export function verdict(before: number, after: number, limit: number | null, higherIsBetter: boolean): Verdict {
  if (limit === null) return before === after ? 'equal' : 'unknown';
  if (Math.abs(after - before) <= limit) return 'same';
  if (!higherIsBetter) return 'changed';
  return after > before ? 'better' : 'worse';
}

/** What a change of the main value has to exceed; null where either result does not state its margin. */
export function limitOf(before: ResultData, after: ResultData): number | null {
  const [first, second] = [marginOf(wholeOf(before)), marginOf(wholeOf(after))];
  return first === null || second === null ? null : noiseLimit(first, second);
}

/** How two photos differ in what the comparison depends on. */
export type Difference = 'light' | 'exposure' | 'pose' | 'sharpness' | 'distance' | 'size' | 'side' | 'version' | 'quality';

interface Taken {
  results: ResultData[];
  image: { side_tech_name?: string | null; light_tech_name?: string | null; original: { width: number; height: number } | null };
}

export function differences(a: Taken, b: Taken): Difference[] {
  const found: Difference[] = [];
  const read = (taken: Taken, name: string) => {
    const quality = taken.results.find(result => result.algorithm_tech_name === 'quality');
    const metric = wholeOf(quality ?? { algorithm_tech_name: '' })?.sub_metrics?.find((item: MetricData) => item.tech_name === name);
    return typeof metric?.value === 'number' ? metric.value : null;
  };
  const apart = (name: string, limit: number) => {
    const [before, after] = [read(a, name), read(b, name)];
    return before !== null && after !== null && Math.abs(before - after) > limit;
  };
  const both = read(a, 'pixels_per_millimetre') !== null && read(b, 'pixels_per_millimetre') !== null;
  if ((a.image.side_tech_name ?? '') !== (b.image.side_tech_name ?? '')) found.push('side');
  if (apart('light_asymmetry', 4) || apart('shadows_score', 15) || (a.image.light_tech_name ?? '') !== (b.image.light_tech_name ?? '')) found.push('light');
  if (apart('exposure_score', 10) || apart('dark_percent', 8) || apart('clipped_percent', 3)) found.push('exposure');
  if (apart('angles_yaw_angle_degree', 7) || apart('angles_pitch_angle_degree', 7)) found.push('pose');
  if (apart('sharpness_score', 15)) found.push('sharpness');
  if (both && Math.abs(Math.log(read(a, 'pixels_per_millimetre')! / read(b, 'pixels_per_millimetre')!)) > Math.log(1.25)) found.push('distance');
  const [before, after] = [a.image.original, b.image.original];
  if (before && after && (before.width !== after.width || before.height !== after.height)) found.push('size');
  if (a.results.some(result => isOfOtherVersion(result, b.results))) found.push('version');
  if (!both) found.push('quality');
  return found;
}

/** Scores of another version have other anchors: docs/analysis.md. */
function isOfOtherVersion(result: ResultData, others: ResultData[]): boolean {
  const other = others.find(({ algorithm_tech_name }) => algorithm_tech_name === result.algorithm_tech_name);
  return ['algorithm_version', 'scores_version'].some(
    key => result.feedback?.[key] !== undefined && other?.feedback?.[key] !== undefined && result.feedback[key] !== other.feedback[key],
  );
}

/** Algorithms with a main value that is a number on both dates. */
export function comparable(a: ResultData[], b: ResultData[]) {
  return a.flatMap(before => {
    const after = b.find(result => result.algorithm_tech_name === before.algorithm_tech_name);
    const [first, second] = [wholeOf(before)?.main_metric, after && wholeOf(after)?.main_metric];
    if (!after || typeof first?.value !== 'number' || typeof second?.value !== 'number') return [];
    const limit = limitOf(before, after);
    const isScore = scoreOf(first) !== null;
    return [
      {
        algorithm: before.algorithm_tech_name,
        before: first.value,
        after: second.value,
        isScore,
        limit,
        verdict: verdict(first.value, second.value, limit, isScore),
      },
    ];
  });
}
