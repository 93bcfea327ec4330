import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { ResultData } from '../../viewer/model';

/** Results with a score or a measure and marks, in the order of the page: what a report tells one by one. */
export const told = (results: ResultData[]): ResultData[] =>
  results.filter(
    result => !result.error && result.algorithm_tech_name !== 'quality' && result.area_results?.some(area => area.main_metric),
  );

/** Pictures of the masks on the aligned photo, drawn by the server with legends; algorithm → URL. */
export function usePictures(company: string, image: string, algorithms: string[]) {
  return useQuery({
    queryKey: [company, 'report', image, algorithms.join()],
    queryFn: async () => {
      const masks = algorithms.map(name => ({ algorithm_tech_name: name, max_side: 900, quality: 88, legend: true }));
      const { data } = await api.POST('/service/rasterisation/v4/masks/', {
        params: { query: { company_id: company } },
        body: { image_id: image, image_type: 'restored', masks },
      });
      return new Map(data!.map(mask => [mask.algorithm_tech_name, mask.masked_image_url ?? null]));
    },
    enabled: company !== '' && algorithms.length > 0,
    staleTime: 600_000,
  });
}
