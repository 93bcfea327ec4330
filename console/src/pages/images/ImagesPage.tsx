import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useCompany } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { LinkButton } from '../../ui/button';
import { SelectField } from '../../ui/field';
import { Page } from '../../ui/page';
import { SearchBox } from '../../ui/search-box';
import { EmptyState } from '../../ui/states';
import { useDatasets } from '../datasets/useDatasets';
import { Thumbnail } from './Thumbnail';

const orders = ['-creation_time', 'creation_time', 'name', '-name'] as const;

/** All images of the company, with search, filters and pages. */
export default function ImagesPage() {
  const { t } = useTexts();
  return (
    <Page title={t.images.title} actions={<LinkButton href="/" kind="primary" icon="plus" children={t.images.add} />}>
      <ImageList />
    </Page>
  );
}

/** The list itself; within a dataset or of a subject it shows those alone. */
export function ImageList({ within = {} }: { within?: { dataset_id?: string; subject_id?: string } }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { page, get, set } = useListState();
  const alone = 'dataset_id' in within || 'subject_id' in within;
  const datasets = useDatasets();
  const chosen = { q: get('q'), dataset_id: get('dataset'), side_id: get('side'), ordering: get('order') || orders[0] };
  const query = useQuery({
    queryKey: [company, 'images', within, chosen, page],
    queryFn: async ({ signal }) =>
      (
        await api.GET('/api/v1/companies/{company}/images/', {
          params: {
            path: { company },
            query: {
              page,
              page_size: pageSize,
              ordering: orders.find(order => order === chosen.ordering) ?? orders[0],
              ...(chosen.q && { q: chosen.q }),
              ...(chosen.dataset_id && { dataset_id: chosen.dataset_id }),
              ...(chosen.side_id && { side_id: Number(chosen.side_id) }),
              ...within,
            },
          },
          signal,
        })
      ).data!,
    placeholderData: keepPreviousData,
  });
  const filtered = Boolean(chosen.q || chosen.dataset_id || chosen.side_id);
  return (
    <>
      <div className="filters">
        <SearchBox label={t.images.search} value={chosen.q} onSearch={q => set({ q })} />
        {!alone && (
          <SelectField label={t.datasets.one} value={chosen.dataset_id} onChange={event => set({ dataset: event.target.value })}>
            <option value="">{t.lists.all}</option>
            {datasets.data?.results.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <SelectField label={t.images.side} value={chosen.side_id} onChange={event => set({ side: event.target.value })}>
          <option value="">{t.lists.all}</option>
          <option value="1">{t.images.front}</option>
          <option value="2">{t.images.right}</option>
          <option value="3">{t.images.left}</option>
        </SelectField>
        <SelectField label={t.lists.order} value={chosen.ordering} onChange={event => set({ order: event.target.value })}>
          {orders.map(order => (
            <option key={order} value={order}>
              {t.lists.orders[order]}
            </option>
          ))}
        </SelectField>
      </div>
      <ListView
        query={query}
        page={page}
        onPage={next => set({ page: next })}
        filtered={filtered}
        onClear={() => set({ q: '', dataset: '', side: '' })}
        empty={
          <EmptyState icon="image" title={t.images.empty}>
            <p>{t.images.emptyMore}</p>
            <LinkButton href="/" kind="primary" children={t.images.add} />
          </EmptyState>
        }
      >
        {images => (
          <ul className="thumbs">
            {images.map(image => (
              <li key={image.id}>
                <Thumbnail image={image} />
              </li>
            ))}
          </ul>
        )}
      </ListView>
    </>
  );
}
