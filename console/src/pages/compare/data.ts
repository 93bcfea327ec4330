import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { components } from '../../api/schema';

/** The images of a subject that have an aligned photo, the oldest first; at most the newest hundred. */
export function useSubjectImages(company: string, subject: string) {
  return useQuery({
    queryKey: [company, 'images', 'of', subject],
    queryFn: async () => {
      const query = { subject_id: subject, page_size: 100, ordering: '-creation_time' as const };
      const { data } = await api.GET('/api/v1/companies/{company}/images/', { params: { path: { company }, query } });
      return data!.results.filter(image => image.restored !== null).reverse();
    },
    enabled: company !== '' && subject !== '',
    staleTime: 10 * 60_000,
  });
}

type Trend = components['schemas']['Trend'];

/** The value of an algorithm on one photo of a trend. */
export interface TrendValue {
  id: string;
  time: Date;
  value: number;
  /** Half of the interval that holds 95 of 100 measurements of the same; null where nobody says. */
  margin: number | null;
  /** In what the photo differs from the first one, besides the skin: `side`, `light`, `camera`, `algorithm_version`. */
  differences: string[];
}

/** The main values of algorithms over the photos of a subject, of one side where that is given; the oldest first. */
export function useTrends(company: string, subject: string, algorithms: string[], side?: number) {
  return useQuery({
    queryKey: [company, 'trend', subject, algorithms.join(), side],
    queryFn: async () => new Map(await Promise.all(algorithms.map(async name => [name, await readTrend(company, subject, name, side)] as const))),
    enabled: company !== '' && algorithms.length > 0,
    staleTime: 60_000,
  });
}

async function readTrend(company: string, subject: string, algorithm: string, side?: number): Promise<TrendValue[]> {
  const read = async (metric?: string): Promise<Trend> => {
    const query = { algorithm, ...(metric && { metric }), ...(side && { side_id: side }) };
    return (await api.GET('/api/v1/companies/{company}/subjects/{subject}/trend/', { params: { path: { company, subject }, query } })).data!;
  };
  const trend = await read();
  const margins = new Map<string, number | null>();
  // The margin of a score is a sub-metric beside it, so that it has a trend of its own.
  if (trend.metric_tech_name) for (const point of (await read(`${trend.metric_tech_name}_uncertainty`)).points) margins.set(point.image_id, point.value);
  const usual = trend.repeatability === null ? null : 1.96 * trend.repeatability;
  return trend.points.flatMap(({ image_id, creation_time, value, differences }) =>
    value === null ? [] : [{ id: image_id, time: new Date(creation_time), value, margin: margins.get(image_id) ?? usual, differences }],
  );
}
