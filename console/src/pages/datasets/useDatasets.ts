import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { components } from '../../api/schema';
import { useCompany } from '../../app/company';

export type Dataset = components['schemas']['Dataset'];

/** The first hundred datasets by name, to choose from. */
export function useDatasets() {
  const { id: company } = useCompany();
  return useQuery({
    queryKey: [company, 'datasets', 'choice'],
    queryFn: async () =>
      (await api.GET('/api/v1/companies/{company}/datasets/', { params: { path: { company }, query: { page_size: 100, ordering: 'name' } } })).data!,
  });
}
