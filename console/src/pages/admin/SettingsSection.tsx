import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import { useCompany, useRights } from '../../app/company';
import { QueryView } from '../../lists/QueryView';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ErrorNotice } from '../../ui/error-notice';
import { CheckField, TextField } from '../../ui/field';
import { toast } from '../../ui/toast';

/** What holds for the whole company, and the password of whoever is signed in. */
export function SettingsSection() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const query = useQuery({
    queryKey: [company, 'settings'],
    queryFn: async () => (await api.GET('/api/v1/companies/{company}/settings/', { params: { path: { company } } })).data!,
  });
  return (
    <div className="columns">
      <Card title={t.settings.company}>
        <QueryView query={query} lines={3}>
          {settings => <CompanyForm key={company} uploads={settings.analyse_uploads ?? false} days={settings.audit_days ?? 365} />}
        </QueryView>
      </Card>
      <Card title={t.settings.password}>
        <PasswordForm />
      </Card>
    </div>
  );
}

function CompanyForm({ uploads, days }: { uploads: boolean; days: number }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { owner } = useRights();
  const queries = useQueryClient();
  const [analyse, setAnalyse] = useState(uploads);
  const [kept, setKept] = useState(String(days));
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  async function save(event: FormEvent) {
    event.preventDefault();
    setError(null);
    try {
      await api.PATCH('/api/v1/companies/{company}/settings/', {
        params: { path: { company } },
        body: { analyse_uploads: analyse, audit_days: Number(kept) },
      });
      toast(t.settings.saved);
      await queries.invalidateQueries({ queryKey: [company, 'settings'] });
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <form className="form" onSubmit={event => void save(event)}>
      <CheckField
        label={t.settings.analyse}
        hint={t.settings.analyseHint}
        checked={analyse}
        disabled={!owner}
        onChange={event => setAnalyse(event.target.checked)}
      />
      <TextField
        label={t.settings.auditDays}
        inputMode="numeric"
        value={kept}
        disabled={!owner}
        error={fields.audit_days}
        onChange={event => setKept(event.target.value)}
      />
      {error !== null && Object.keys(fields).length === 0 && <ErrorNotice error={error} />}
      {owner ? <Button type="submit" kind="primary" children={t.ui.save} /> : <p className="soft">{t.settings.owners}</p>}
    </form>
  );
}

function PasswordForm() {
  const { t } = useTexts();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  async function save(event: FormEvent) {
    event.preventDefault();
    setError(null);
    try {
      await api.POST('/api/v1/auth/password/', { body: { current_password: current, new_password: next } });
      setCurrent('');
      setNext('');
      toast(t.settings.passwordChanged);
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <form className="form" onSubmit={event => void save(event)}>
      <TextField
        label={t.settings.current}
        type="password"
        autoComplete="current-password"
        required
        value={current}
        error={fields.current_password}
        onChange={event => setCurrent(event.target.value)}
      />
      <TextField
        label={t.settings.next}
        hint={t.settings.nextHint}
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={256}
        value={next}
        error={fields.new_password}
        onChange={event => setNext(event.target.value)}
      />
      {error !== null && Object.keys(fields).length === 0 && <ErrorNotice error={error} />}
      <Button type="submit" kind="primary" children={t.settings.change} />
    </form>
  );
}
