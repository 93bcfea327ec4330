import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ErrorNotice } from '../../ui/error-notice';
import { SelectField } from '../../ui/field';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { toast } from '../../ui/toast';

const states = ['pending', 'delivered', 'failed', 'cancelled'] as const;
const tones: Record<(typeof states)[number], Tone> = { pending: 'accent', delivered: 'good', failed: 'bad', cancelled: 'plain' };

/** What a webhook sent or is to send; any of it can be sent again. */
export function Deliveries({ dataset }: { dataset: string }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { owner } = useRights();
  const { second, away } = useTimes();
  const queries = useQueryClient();
  const [page, setPage] = useState(1);
  const [state, setState] = useState<'' | (typeof states)[number]>('');
  const [error, setError] = useState<unknown>(null);
  const query = useQuery({
    queryKey: [company, 'deliveries', dataset, state, page],
    queryFn: async () =>
      (
        await api.GET('/api/v1/companies/{company}/datasets/{dataset}/webhooks/deliveries/', {
          params: { path: { company, dataset }, query: { page, page_size: pageSize, ...(state && { state }) } },
        })
      ).data!,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  async function replay(delivery: string) {
    setError(null);
    try {
      await api.POST('/api/v1/companies/{company}/datasets/{dataset}/webhooks/deliveries/{delivery}/replay/', {
        params: { path: { company, dataset, delivery } },
      });
      toast(t.webhooks.replayed);
      await queries.invalidateQueries({ queryKey: [company, 'deliveries', dataset] });
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <Card title={t.webhooks.deliveries}>
      <div className="filters">
        <SelectField
          label={t.lists.state}
          value={state}
          onChange={event => {
            setState(event.target.value as typeof state);
            setPage(1);
          }}
        >
          <option value="">{t.lists.all}</option>
          {states.map(key => (
            <option key={key} value={key}>
              {t.webhooks.states[key]}
            </option>
          ))}
        </SelectField>
      </div>
      {error !== null && <ErrorNotice error={error} />}
      <ListView
        query={query}
        page={page}
        onPage={setPage}
        filtered={state !== ''}
        onClear={() => setState('')}
        empty={<EmptyState icon="bolt" title={t.webhooks.noDeliveries} />}
      >
        {rows => (
          <Table
            caption={t.webhooks.deliveries}
            rows={rows}
            rowKey={row => row.id}
            columns={[
              { head: t.webhooks.event, kind: 'main', cell: row => row.event },
              { head: t.lists.state, cell: row => <Badge tone={tones[row.state]}>{t.webhooks.states[row.state]}</Badge> },
              { head: t.webhooks.answer, cell: row => row.error ?? (row.status === null ? '–' : `HTTP ${row.status}`) },
              { head: t.webhooks.attempts, cell: row => row.attempts },
              { head: t.webhooks.next, cell: row => (row.next_attempt_time ? away(row.next_attempt_time) : '–') },
              { head: t.lists.created, cell: row => second(row.creation_time) },
              {
                head: t.lists.actions,
                kind: 'actions',
                cell: row => owner && <Button small onClick={() => void replay(row.id)} children={t.webhooks.replay} />,
              },
            ]}
          />
        )}
      </ListView>
    </Card>
  );
}
