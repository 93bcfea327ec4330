import { useQuery } from '@tanstack/react-query';
import { api, request } from '../../api/client';
import type { MetricData } from '../../viewer/model';
import { imagePath, type Image } from '../image/data';

/** The images of a subject that have an aligned photo, the oldest first; at most the newest hundred. */
export function useSubjectImages(company: string, subject: string) {
  return useQuery({
    queryKey: [company, 'images', 'of', subject],
    queryFn: async () => {
      const query = { subject_id: subject, page_size: 100, ordering: '-creation_time' as const };
      const { data } = await api.GET('/api/v1/companies/{company}/images/', { params: { path: { company }, query } });
      return data!.results.filter(image => image.restored !== null).reverse();
    },
    enabled: company !== '',
    staleTime: 10 * 60_000,
  });
}

/** Photos whose values go into a trend. */
const maxTrend = 30;

interface Stored {
  algorithm_tech_name: string;
  main_metric: MetricData | null;
}

/** Main values of the newest images, by algorithm. */
export function useTrend(company: string, images: Image[]) {
  const some = images.slice(-maxTrend);
  return useQuery({
    queryKey: [company, 'trend', some.map(image => image.id).join()],
    queryFn: async () => {
      const lists = await Promise.all(some.map(image => request<Stored[]>(`${imagePath(company, image.id)}results/`)));
      return some.flatMap((image, place) =>
        lists[place]!.flatMap(({ algorithm_tech_name, main_metric }) =>
          typeof main_metric?.value === 'number' ? [{ algorithm: algorithm_tech_name, image, value: main_metric.value }] : [],
        ),
      );
    },
    enabled: some.length > 0,
  });
}
