import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { toast } from '../../ui/toast';

/** The URLs of an image that still open something, each with its end; one or all are revoked. */
export function IssuedUrls({ image }: { image: string }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { change } = useRights();
  const { moment, away } = useTimes();
  const queries = useQueryClient();
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<string | null>(null);
  const query = useQuery({
    queryKey: [company, 'urls', image, page],
    queryFn: async () =>
      (await api.GET('/api/v1/companies/{company}/images/{image}/urls/', { params: { path: { company, image }, query: { page, page_size: pageSize } } })).data!,
    placeholderData: keepPreviousData,
  });
  async function revoke() {
    if (asked === 'all') await api.POST('/api/v1/companies/{company}/images/{image}/urls/revoke/', { params: { path: { company, image } } });
    else await api.DELETE('/api/v1/companies/{company}/urls/{url}/', { params: { path: { company, url: asked! } } });
    toast(asked === 'all' ? t.urls.revokedAll : t.urls.revokedOne);
    setAsked(null);
    await queries.invalidateQueries({ queryKey: [company] });
  }
  return (
    <>
      <ListView query={query} page={page} onPage={setPage} empty={<EmptyState icon="link" title={t.urls.empty} />}>
        {rows => (
          <>
            <Table
              caption={t.urls.title}
              rows={rows}
              rowKey={row => row.id}
              columns={[
                { head: t.urls.leadsTo, kind: 'main', cell: row => <span className="mono">{row.name}</span> },
                { head: t.urls.kind, cell: row => t.urls.kinds[row.kind] },
                { head: t.urls.issued, cell: row => moment(row.issued_at) },
                {
                  head: t.urls.ends,
                  cell: row => (row.is_revoked ? <Badge tone="bad">{t.urls.revoked}</Badge> : <Badge tone="good">{away(row.expires_at)}</Badge>),
                },
                {
                  head: t.lists.actions,
                  kind: 'actions',
                  cell: row =>
                    change &&
                    !row.is_revoked && <Button small onClick={() => setAsked(row.id)} aria-label={t.urls.revokeOne(row.name)} children={t.urls.revoke} />,
                },
              ]}
            />
            {change && rows.some(row => !row.is_revoked) && (
              <p className="row">
                <Button kind="danger" onClick={() => setAsked('all')} children={t.urls.revokeAll} />
              </p>
            )}
          </>
        )}
      </ListView>
      {asked && (
        <ConfirmDialog
          title={asked === 'all' ? t.urls.revokeAll : t.urls.revoke}
          text={<p>{t.urls.revokeText}</p>}
          confirm={t.urls.revoke}
          onConfirm={revoke}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
