import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { QueryView } from '../../lists/QueryView';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { SelectField } from '../../ui/field';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { DatasetDialog } from '../datasets/DatasetDialog';
import { RetentionWords } from '../datasets/RetentionWords';
import { useDatasets } from '../datasets/useDatasets';
import { Countdown } from '../images/Countdown';

/** What datasets keep, and when the photos and results of each image go. */
export function RetentionSection() {
  const { t } = useTexts();
  const { change } = useRights();
  const { get, set, page } = useListState();
  const [editing, setEditing] = useState(false);
  return (
    <QueryView query={useDatasets()}>
      {({ results }) => {
        const chosen = results.find(({ id }) => id === get('dataset')) ?? results[0];
        if (!chosen) return <EmptyState icon="clock" title={t.subjects.noDataset} />;
        return (
          <div className="stack">
            <div className="filters">
              <SelectField label={t.datasets.one} value={chosen.id} onChange={event => set({ dataset: event.target.value })}>
                {results.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
            </div>
            <Card title={chosen.name} actions={change && <Button small onClick={() => setEditing(true)} children={t.datasets.edit} />}>
              <p>
                <RetentionWords dataset={chosen} />
              </p>
            </Card>
            <Due dataset={chosen.id} page={page} onPage={next => set({ page: next })} />
            {editing && <DatasetDialog dataset={chosen} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
          </div>
        );
      }}
    </QueryView>
  );
}

function Due({ dataset, page, onPage }: { dataset: string; page: number; onPage(page: number): void }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  // What came first goes first.
  const query = useQuery({
    queryKey: [company, 'images', 'due', dataset, page],
    queryFn: async () =>
      (
        await api.GET('/api/v1/companies/{company}/images/', {
          params: { path: { company }, query: { dataset_id: dataset, page, page_size: pageSize, ordering: 'creation_time' } },
        })
      ).data!,
    placeholderData: keepPreviousData,
  });
  return (
    <ListView query={query} page={page} onPage={onPage} empty={<EmptyState icon="image" title={t.images.empty} />}>
      {rows => (
        <Table
          caption={t.admin.sections.retention}
          rows={rows}
          rowKey={row => row.id}
          columns={[
            { head: t.lists.name, kind: 'main', cell: row => <Link href={`/images/${row.id}/privacy`}>{row.name}</Link> },
            { head: t.privacy.photos, cell: row => (row.photos_deleted_at ? t.images.photoDeleted : <Countdown to={row.photos_expire_at} />) },
            { head: t.privacy.results, cell: row => <Countdown to={row.metadata_expire_at} /> },
          ]}
        />
      )}
    </ListView>
  );
}
