import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useTimes } from '../../lists/time';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Page } from '../../ui/page';
import { SearchBox } from '../../ui/search-box';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { DatasetDialog } from './DatasetDialog';
import { RetentionWords } from './RetentionWords';

/** All datasets of the company. */
export default function DatasetsPage() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { change } = useRights();
  const { page, get, set } = useListState();
  const { day } = useTimes();
  const [, go] = useLocation();
  const [adding, setAdding] = useState(false);
  const q = get('q');
  const query = useQuery({
    queryKey: [company, 'datasets', q, page],
    queryFn: async ({ signal }) =>
      (
        await api.GET('/api/v1/companies/{company}/datasets/', {
          params: { path: { company }, query: { page, page_size: pageSize, ordering: '-creation_time', ...(q && { q }) } },
          signal,
        })
      ).data!,
    placeholderData: keepPreviousData,
  });
  const add = change && <Button kind="primary" icon="plus" onClick={() => setAdding(true)} children={t.datasets.add} />;
  return (
    <Page title={t.datasets.title} lead={t.datasets.lead} actions={add}>
      <div className="filters">
        <SearchBox label={t.datasets.search} value={q} onSearch={text => set({ q: text })} />
      </div>
      <ListView
        query={query}
        page={page}
        onPage={next => set({ page: next })}
        filtered={q !== ''}
        onClear={() => set({ q: '' })}
        empty={<EmptyState title={t.datasets.empty} children={<p>{t.datasets.emptyMore}</p>} />}
      >
        {rows => (
          <Table
            caption={t.datasets.title}
            rows={rows}
            rowKey={row => row.id}
            columns={[
              { head: t.lists.name, kind: 'main', cell: row => <Link href={`/datasets/${row.id}`}>{row.name}</Link> },
              { head: t.datasets.keeps, cell: row => <RetentionWords dataset={row} /> },
              { head: t.datasets.applications, cell: row => row.connected_applications.map(({ name }) => name).join(', ') || '–' },
              { head: t.lists.created, cell: row => <span className="nowrap">{day(row.creation_time)}</span> },
            ]}
          />
        )}
      </ListView>
      {adding && <DatasetDialog onClose={() => setAdding(false)} onSaved={({ id }) => go(`/datasets/${id}`)} />}
    </Page>
  );
}
