import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import type { components } from '../../api/schema';
import { ListView, pageSize } from '../../lists/ListView';
import { useTimes } from '../../lists/time';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { ConfirmDialog, Dialog, FormDialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';
import { EmptyState, Notice } from '../../ui/states';
import { Table } from '../../ui/table';
import { toast } from '../../ui/toast';

type Token = components['schemas']['PrivateToken'];

export function TokensSection() {
  const { t } = useTexts();
  const { page, set } = useListState();
  const { day, away } = useTimes();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const query = useQuery({
    queryKey: ['tokens', page],
    queryFn: async () => (await api.GET('/api/v1/auth/private_tokens/', { params: { query: { page, page_size: pageSize } } })).data!,
  });
  return (
    <>
      <p>
        <Button kind="primary" icon="plus" onClick={() => setAdding(true)} children={t.tokens.add} />
      </p>
      <ListView query={query} page={page} onPage={next => set({ page: next })} empty={<EmptyState icon="key" title={t.tokens.empty} />}>
        {rows => (
          <Table
            caption={t.admin.sections.tokens}
            rows={rows}
            rowKey={row => row.id}
            columns={[
              { head: t.lists.name, kind: 'main', cell: row => row.name },
              { head: t.tokens.ends, cell: row => day(row.expiration_time) },
              {
                head: t.lists.state,
                cell: row =>
                  new Date(row.expiration_time).getTime() < Date.now() ? (
                    <Badge tone="bad">{t.tokens.ended}</Badge>
                  ) : (
                    <Badge tone="good">{t.tokens.works(away(row.expiration_time))}</Badge>
                  ),
              },
              {
                head: t.lists.actions,
                kind: 'actions',
                cell: row => <Button small onClick={() => setRevoking(row)} aria-label={t.tokens.revokeOne(row.name)} children={t.tokens.revoke} />,
              },
            ]}
          />
        )}
      </ListView>
      {adding && (
        <NewToken
          onClose={() => setAdding(false)}
          onMade={made => {
            setAdding(false);
            setSecret(made);
            void queries.invalidateQueries({ queryKey: ['tokens'] });
          }}
        />
      )}
      {secret !== null && <Secret title={t.tokens.made} text={t.tokens.once} secret={secret} onClose={() => setSecret(null)} />}
      {revoking && (
        <ConfirmDialog
          title={t.tokens.revokeOne(revoking.name)}
          text={<p>{t.tokens.revokeText}</p>}
          confirm={t.tokens.revoke}
          onClose={() => setRevoking(null)}
          onConfirm={async () => {
            await api.DELETE('/api/v1/auth/private_tokens/{id}/', { params: { path: { id: String(revoking.id) } } });
            setRevoking(null);
            toast(t.tokens.revoked);
            await queries.invalidateQueries({ queryKey: ['tokens'] });
          }}
        />
      )}
    </>
  );
}

function NewToken({ onClose, onMade }: { onClose(): void; onMade(secret: string): void }) {
  const { t } = useTexts();
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  async function make() {
    setError(null);
    try {
      const body = { name, expiration_time: new Date(Date.now() + days * 86_400_000).toISOString() };
      onMade((await api.POST('/api/v1/auth/private_tokens/', { body })).data!.data);
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <FormDialog title={t.tokens.add} submit={t.tokens.make} error={Object.keys(fields).length > 0 ? null : error} onSubmit={make} onClose={onClose}>
      <TextField
        label={t.lists.name}
        hint={t.tokens.nameHint}
        value={name}
        maxLength={255}
        required
        error={fields.name}
        onChange={event => setName(event.target.value)}
      />
      <SelectField label={t.tokens.lives} value={days} error={fields.expiration_time} onChange={event => setDays(Number(event.target.value))}>
        {[7, 30, 90, 365].map(count => (
          <option key={count} value={count}>
            {t.tokens.days(count)}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  );
}

/** A secret that is shown once. */
export function Secret({ title, text, secret, onClose }: { title: string; text: string; secret: string; onClose(): void }) {
  const { t } = useTexts();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <CopyButton text={secret} small={false} />
          <Button kind="primary" onClick={onClose}>
            {t.ui.close}
          </Button>
        </>
      }
    >
      <Notice kind="warn" text={text} />
      <code className="secret">{secret}</code>
    </Dialog>
  );
}
