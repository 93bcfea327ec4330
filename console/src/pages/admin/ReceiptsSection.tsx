import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/client';
import { useCompany } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useTimes } from '../../lists/time';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { verify } from '../receipts/verify';

/** The receipts of all erasures, each verified in the browser. */
export function ReceiptsSection() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { page, set } = useListState();
  const { second } = useTimes();
  const kinds: Record<string, string> = t.receipts.kinds;
  const query = useQuery({
    queryKey: [company, 'receipts', page],
    queryFn: async () => {
      const path = { company };
      const [list, keys] = await Promise.all([
        api.GET('/api/v1/companies/{company}/receipts/', { params: { path, query: { page, page_size: pageSize } } }),
        api.GET('/api/v1/companies/{company}/receipts/keys/', { params: { path } }),
      ]);
      const results = await Promise.all(
        list.data!.results.map(async receipt => ({ ...receipt, verdict: await verify(receipt, keys.data!.keys) })),
      );
      return { count: list.data!.count, results };
    },
    placeholderData: keepPreviousData,
  });
  return (
    <ListView
      query={query}
      page={page}
      onPage={next => set({ page: next })}
      empty={<EmptyState icon="shield" title={t.receipts.empty} children={<p>{t.receipts.emptyMore}</p>} />}
    >
      {rows => (
        <Table
          caption={t.receipts.title}
          rows={rows}
          rowKey={row => row.id}
          columns={[
            { head: t.receipts.one, kind: 'main', cell: row => <Link href={`/receipts/${row.id}`}>{t.receipts.number(row.number)}</Link> },
            { head: t.receipts.what, cell: row => kinds[row.kind] ?? row.kind },
            { head: t.receipts.at, cell: row => second(row.erased_at) },
            {
              head: t.receipts.signature,
              cell: row => (
                <Badge tone={row.verdict === 'good' ? 'good' : row.verdict === 'bad' ? 'bad' : 'warn'}>{t.receipts.verdicts[row.verdict]}</Badge>
              ),
            },
          ]}
        />
      )}
    </ListView>
  );
}
