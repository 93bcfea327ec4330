import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import type { components } from '../../api/schema';
import { useCompany, useRights } from '../../app/company';
import { ListView, pageSize } from '../../lists/ListView';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { ConfirmDialog, FormDialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { SelectField, TextField } from '../../ui/field';
import { SearchBox } from '../../ui/search-box';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { toast } from '../../ui/toast';

type Member = components['schemas']['Member'];
type Role = Member['role'];
const roles: readonly Role[] = ['owner', 'member', 'read_only'];

export function MembersSection() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { owner } = useRights();
  const { page, get, set } = useListState();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [error, setError] = useState<unknown>(null);
  const q = get('q');
  const query = useQuery({
    queryKey: [company, 'members', q, page],
    queryFn: async () =>
      (
        await api.GET('/api/v1/companies/{company}/members/', {
          params: { path: { company }, query: { page, page_size: pageSize, ...(q && { q }) } },
        })
      ).data!,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: [company, 'members'] });
  async function change(member: Member, role: Role) {
    setError(null);
    try {
      await api.PATCH('/api/v1/companies/{company}/members/{user}/', { params: { path: { company, user: member.user_id } }, body: { role } });
      toast(t.members.changed(member.email, t.members.roles[role]));
    } catch (reason) {
      setError(reason);
    }
    await refresh();
  }
  return (
    <>
      <div className="filters">
        <SearchBox label={t.members.search} value={q} onSearch={text => set({ q: text })} />
        {owner && <Button kind="primary" icon="plus" onClick={() => setAdding(true)} children={t.members.add} />}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      <ListView
        query={query}
        page={page}
        onPage={next => set({ page: next })}
        filtered={q !== ''}
        onClear={() => set({ q: '' })}
        empty={<EmptyState icon="user" title={t.members.empty} />}
      >
        {rows => (
          <Table
            caption={t.admin.sections.members}
            rows={rows}
            rowKey={row => row.user_id}
            columns={[
              { head: t.members.email, kind: 'main', cell: row => row.email },
              { head: t.lists.name, cell: row => row.full_name || '–' },
              {
                head: t.members.role,
                cell: row =>
                  owner ? (
                    <select
                      className="control"
                      aria-label={t.members.roleOf(row.email)}
                      value={row.role}
                      onChange={event => void change(row, event.target.value as Role)}
                    >
                      {roles.map(role => (
                        <option key={role} value={role}>
                          {t.members.roles[role]}
                        </option>
                      ))}
                    </select>
                  ) : (
                    t.members.roles[row.role]
                  ),
              },
              {
                head: t.lists.actions,
                kind: 'actions',
                cell: row =>
                  owner && <Button small onClick={() => setRemoving(row)} aria-label={t.members.removeOne(row.email)} children={t.members.remove} />,
              },
            ]}
          />
        )}
      </ListView>
      {adding && (
        <NewMember
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            void refresh();
          }}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={t.members.removeOne(removing.email)}
          text={<p>{t.members.removeText}</p>}
          confirm={t.members.remove}
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            await api.DELETE('/api/v1/companies/{company}/members/{user}/', { params: { path: { company, user: removing.user_id } } });
            setRemoving(null);
            await refresh();
          }}
        />
      )}
    </>
  );
}

function NewMember({ onClose, onAdded }: { onClose(): void; onAdded(): void }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  async function add() {
    setError(null);
    try {
      await api.POST('/api/v1/companies/{company}/members/', { params: { path: { company } }, body: { email, role } });
      onAdded();
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <FormDialog title={t.members.add} submit={t.members.add} error={Object.keys(fields).length > 0 ? null : error} onSubmit={add} onClose={onClose}>
      <TextField
        label={t.members.email}
        hint={t.members.emailHint}
        type="email"
        required
        value={email}
        error={fields.email}
        onChange={event => setEmail(event.target.value)}
      />
      <SelectField label={t.members.role} hint={t.members.mays[role]} value={role} error={fields.role} onChange={event => setRole(event.target.value as Role)}>
        {roles.map(key => (
          <option key={key} value={key}>
            {t.members.roles[key]}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  );
}
