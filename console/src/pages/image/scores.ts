import type { AreaData, MetricData, ResultData } from '../../viewer/model';

/** Classes of scores, as published (0 to 100, higher is better). */
export type ScoreClass = 'excellent' | 'great' | 'good' | 'average' | 'poor' | 'bad';

export function classOf(score: number): ScoreClass {
  if (score > 90) return 'excellent';
  if (score > 80) return 'great';
  if (score > 70) return 'good';
  if (score > 50) return 'average';
  return score > 30 ? 'poor' : 'bad';
}

/** The area that stands for the whole: the face, or else the first. */
export const wholeOf = (result: ResultData): AreaData | undefined =>
  result.area_results?.find(area => area.area_name === 'face') ?? result.area_results?.[0];

/** The score of a metric that is one; otherwise null. */
export const scoreOf = (metric: MetricData | null | undefined): number | null =>
  metric?.widget_type === 'bad_good_line' && typeof metric.value === 'number' ? metric.value : null;

const suffix = '_uncertainty';

/** Half of the interval that holds 95 of 100 measurements of the same, where the area states it; otherwise null (docs/results.md). */
export function marginOf(area: AreaData | undefined): number | null {
  const name = area?.main_metric && area.main_metric.tech_name + suffix;
  const value = area?.sub_metrics?.find(metric => metric.tech_name === name)?.value;
  return typeof value === 'number' && value >= 0 ? value : null;
}

/** What was measured besides the score; its margin stands beside the score itself. */
export const measuresOf = (area: AreaData | undefined): MetricData[] =>
  area?.sub_metrics?.filter(metric => metric.tech_name !== `${area.main_metric?.tech_name}${suffix}`) ?? [];

/** The margin of a score as it is written behind it, such as `± 6`; empty where there is none. */
export function marginText(area: AreaData | undefined, language: string): string {
  const margin = marginOf(area);
  return margin === null ? '' : `± ${margin.toLocaleString(language, { maximumFractionDigits: 1 })}`;
}

/** Why there is no answer: a code of the analysis, or ''. */
export const reasonOf = (result: ResultData): string => (typeof result.feedback?.reason === 'string' ? result.feedback.reason : '');
export const statusOf = (result: ResultData): string => (typeof result.feedback?.status === 'string' ? result.feedback.status : '');
export const warningsOf = (result: ResultData): string[] =>
  Array.isArray(result.feedback?.warnings) ? result.feedback.warnings.filter(item => typeof item === 'string') : [];

/** A value with its unit in a language. */
export function valueText(metric: MetricData | null | undefined, language: string): string {
  if (!metric || metric.value === null || metric.value === undefined || metric.value === '') return '–';
  const value = typeof metric.value === 'number' ? metric.value.toLocaleString(language, { maximumFractionDigits: 2 }) : metric.value;
  return metric.units ? `${value} ${metric.units.replace('cm2', 'cm²').replace('mm2', 'mm²').replace('degrees', '°')}` : value;
}
