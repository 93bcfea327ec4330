import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { components } from '../../api/schema';
import { useCompany } from '../../app/company';

export type Application = components['schemas']['Application'];

/** The applications that can be attached to datasets. */
export function useApplications() {
  const { id: company } = useCompany();
  return useQuery({
    queryKey: [company, 'applications'],
    queryFn: async () => (await api.GET('/api/v1/companies/{company}/applications/', { params: { path: { company }, query: { page_size: 100 } } })).data!,
    staleTime: 600_000,
  });
}
