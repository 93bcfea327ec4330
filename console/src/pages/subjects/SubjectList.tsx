import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useTimes } from '../../lists/time';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { SearchBox } from '../../ui/search-box';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { SubjectDialog } from './SubjectDialog';

/** The subjects of a dataset. */
export function SubjectList({ dataset }: { dataset: string }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { change } = useRights();
  const { page, get, set } = useListState();
  const { day } = useTimes();
  const [adding, setAdding] = useState(false);
  const q = get('q');
  const query = useQuery({
    queryKey: [company, 'subjects', dataset, q, page],
    queryFn: async ({ signal }) =>
      (
        await api.GET('/api/v1/companies/{company}/datasets/{dataset}/subjects/', {
          params: { path: { company, dataset }, query: { page, page_size: pageSize, ordering: '-creation_time', ...(q && { q }) } },
          signal,
        })
      ).data!,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className="filters">
        <SearchBox label={t.subjects.search} value={q} onSearch={text => set({ q: text })} />
        {change && <Button icon="plus" onClick={() => setAdding(true)} children={t.subjects.add} />}
      </div>
      <ListView
        query={query}
        page={page}
        onPage={next => set({ page: next })}
        filtered={q !== ''}
        onClear={() => set({ q: '' })}
        empty={<EmptyState icon="user" title={t.subjects.empty} children={<p>{t.subjects.emptyMore}</p>} />}
      >
        {rows => (
          <Table
            caption={t.subjects.title}
            rows={rows}
            rowKey={row => row.id}
            columns={[
              { head: t.lists.name, kind: 'main', cell: row => <Link href={`/datasets/${dataset}/subjects/${row.id}`}>{row.name}</Link> },
              { head: t.subjects.birth, cell: row => (row.birth_date ? day(row.birth_date) : '–') },
              { head: t.subjects.sex, cell: row => (row.biological_sex ? t.subjects.sexes[row.biological_sex.id as 1 | 2 | 3] : '–') },
              { head: t.lists.created, cell: row => day(row.creation_time) },
            ]}
          />
        )}
      </ListView>
      {adding && <SubjectDialog dataset={dataset} onClose={() => setAdding(false)} />}
    </>
  );
}
