import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, request } from '../../api/client';
import type { components } from '../../api/schema';
import type { ResultData } from '../../viewer/model';

export type Image = components['schemas']['Image'];

const minute = 60_000;

export const imagePath = (company: string, image: string) => `/api/v1/companies/${company}/images/${image}/`;

/** An image with its signed URLs; it is read again before they expire. */
export function useImage(company: string, image: string) {
  return useQuery({
    queryKey: [company, 'image', image],
    queryFn: async () => (await api.GET('/api/v1/companies/{company}/images/{image}/', { params: { path: { company, image } } })).data!,
    enabled: company !== '' && image !== '',
    staleTime: 15 * minute,
  });
}

/** All results of an image with their shapes. */
export function useResults(company: string, image: string, enabled = true) {
  return useQuery({
    queryKey: [company, 'results', image],
    queryFn: () => readResults(company, image),
    enabled: enabled && company !== '' && image !== '',
    staleTime: minute,
  });
}

async function readResults(company: string, image: string): Promise<ResultData[]> {
  const path = `${imagePath(company, image)}results/`;
  const stored = await request<{ algorithm_tech_name: string }[]>(path);
  return Promise.all(stored.map(({ algorithm_tech_name }) => request<ResultData>(`${path}${encodeURIComponent(algorithm_tech_name)}/`)));
}

/** The analysis of an image; it is asked for again while it runs. Null when none was started. */
export function useCompute(company: string, image: string, enabled = true) {
  const queries = useQueryClient();
  const compute = useQuery({
    queryKey: [company, 'compute', image],
    queryFn: async () => {
      try {
        return (await api.GET('/api/v1/companies/{company}/images/{image}/compute/', { params: { path: { company, image } } })).data!;
      } catch (error) {
        if ((error as { status?: number }).status === 404) return null;
        throw error;
      }
    },
    enabled: enabled && company !== '' && image !== '',
    refetchInterval: query => (query.state.data && ['queued', 'running'].includes(query.state.data.status) ? 1500 : false),
  });
  const done = compute.data?.steps_done;
  useEffect(() => {
    if (done) void queries.invalidateQueries({ queryKey: [company, 'results', image] });
  }, [done, queries, company, image]);
  return compute;
}
