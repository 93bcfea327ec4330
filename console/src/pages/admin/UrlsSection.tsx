import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useCompany } from '../../app/company';
import { QueryView } from '../../lists/QueryView';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Card } from '../../ui/card';
import { SearchBox } from '../../ui/search-box';
import { EmptyState } from '../../ui/states';
import { IssuedUrls } from '../images/IssuedUrls';

/** Signed URLs belong to images: find one, and see what it has issued. */
export function UrlsSection() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { get, set } = useListState();
  const q = get('q');
  const chosen = get('image');
  const query = useQuery({
    queryKey: [company, 'images', 'choice', q],
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/companies/{company}/images/', { params: { path: { company }, query: { page_size: 8, ...(q && { q }) } }, signal })).data!,
  });
  return (
    <div className="stack">
      <SearchBox label={t.images.search} value={q} onSearch={text => set({ q: text })} />
      <QueryView query={query}>
        {({ results }) =>
          results.length === 0 ? (
            <EmptyState icon="search" title={q ? t.lists.nothing : t.images.empty} />
          ) : (
            <div role="group" aria-label={t.images.title} className="choices">
              {results.map(({ id, name, urls }) => (
                <button key={id} type="button" aria-pressed={id === chosen} onClick={() => set({ image: id })}>
                  {urls['500x500'] && <img src={urls['500x500']} alt="" loading="lazy" />}
                  {name}
                </button>
              ))}
            </div>
          )
        }
      </QueryView>
      {chosen && (
        <Card title={query.data?.results.find(({ id }) => id === chosen)?.name ?? t.images.one}>
          <IssuedUrls key={chosen} image={chosen} />
        </Card>
      )}
    </div>
  );
}
