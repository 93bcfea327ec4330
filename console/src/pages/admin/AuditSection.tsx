import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/client';
import { root } from '../../api/root';
import { useCompany, useRights } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useTimes } from '../../lists/time';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Icon } from '../../ui/icons';
import { SelectField, TextField } from '../../ui/field';
import { EmptyState, Notice } from '../../ui/states';
import { Table } from '../../ui/table';

const names = ['kind', 'user', 'image', 'from', 'to'] as const;

/** Who did what: for owners, with filters and an export of all that fits. */
export function AuditSection() {
  const { t } = useTexts();
  const { owner } = useRights();
  return owner ? <Audit /> : <Notice kind="plain" text={t.audit.owners} />;
}

function Audit() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { page, get, set } = useListState();
  const { second } = useTimes();
  const kinds: Record<string, string> = t.audit.kinds;
  const members = useQuery({
    queryKey: [company, 'members', 'choice'],
    queryFn: async () => (await api.GET('/api/v1/companies/{company}/members/', { params: { path: { company }, query: { page_size: 100 } } })).data!,
  });
  const filters = filtersOf(get);
  const query = useQuery({
    queryKey: [company, 'audit', filters, page],
    queryFn: async ({ signal }) =>
      (
        await api.GET('/api/v1/companies/{company}/audit/', {
          params: { path: { company }, query: { page, page_size: pageSize, ...filters } },
          signal,
        })
      ).data!,
    placeholderData: keepPreviousData,
  });
  const who = (user: string | null) => (user === null ? t.audit.server : (members.data?.results.find(({ user_id }) => user_id === user)?.email ?? user.slice(0, 8)));
  return (
    <>
      <div className="filters">
        <SelectField label={t.audit.what} value={get('kind')} onChange={event => set({ kind: event.target.value })}>
          <option value="">{t.lists.all}</option>
          {Object.entries(kinds).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField label={t.audit.who} value={get('user')} onChange={event => set({ user: event.target.value })}>
          <option value="">{t.lists.all}</option>
          {members.data?.results.map(({ user_id, email }) => (
            <option key={user_id} value={user_id}>
              {email}
            </option>
          ))}
        </SelectField>
        <TextField label={t.audit.from} type="date" value={get('from')} onChange={event => set({ from: event.target.value })} />
        <TextField label={t.audit.to} type="date" value={get('to')} onChange={event => set({ to: event.target.value })} />
        <a className="button button-plain" href={`${root}api/v1/companies/${company}/audit/export/?${new URLSearchParams(filters)}`} download="audit.ndjson">
          <Icon name="download" />
          {t.audit.export}
        </a>
      </div>
      <ListView
        query={query}
        page={page}
        onPage={next => set({ page: next })}
        filtered={Object.keys(filters).length > 0}
        onClear={() => set(Object.fromEntries(names.map(name => [name, ''])))}
        empty={<EmptyState icon="shield" title={t.audit.empty} />}
      >
        {rows => (
          <Table
            caption={t.admin.sections.audit}
            rows={rows}
            rowKey={row => row.id}
            columns={[
              { head: t.audit.what, kind: 'main', cell: row => kinds[row.kind] ?? row.kind.replaceAll('_', ' ') },
              { head: t.audit.who, cell: row => <>{who(row.user_id)} {row.token_id !== null && <Badge>{t.audit.byToken(row.token_id)}</Badge>}</> },
              { head: t.audit.at, cell: row => <span className="nowrap">{second(row.at)}</span> },
              {
                head: t.audit.about,
                cell: row => (row.image_id ? <Link href={`/images/${row.image_id}`}>{t.images.one}</Link> : row.subject_id ? t.subjects.one : (row.address ?? '–')),
              },
            ]}
          />
        )}
      </ListView>
    </>
  );
}

// Days as the moments at which they begin and end where the reader is.
function filtersOf(get: (name: string) => string): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const name of names) {
    const value = get(name);
    if (!value) continue;
    if (name !== 'from' && name !== 'to') filters[name] = value;
    else {
      const day = new Date(`${value}T00:00:00`);
      if (Number.isNaN(day.getTime())) continue;
      if (name === 'to') day.setDate(day.getDate() + 1);
      filters[name] = day.toISOString();
    }
  }
  return filters;
}
