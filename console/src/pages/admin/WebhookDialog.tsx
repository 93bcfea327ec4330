import { useState } from 'react';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import type { components } from '../../api/schema';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { FormDialog } from '../../ui/dialog';
import { CheckField, SelectField, TextField } from '../../ui/field';

type Webhook = components['schemas']['Webhook'];

/** Adds the webhook of a dataset, or changes it; `onSaved` has the secret of signatures where it is a new one. */
export function WebhookDialog({
  dataset,
  webhook,
  onClose,
  onSaved,
}: {
  dataset: string;
  webhook: Webhook | null;
  onClose(): void;
  onSaved(secret: string | null): void;
}) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const [values, setValues] = useState({
    url: webhook?.url ?? 'https://',
    method: webhook?.method ?? ('post' as const),
    authorization: webhook?.authorization ?? ('bearer' as const),
    authorization_key: webhook?.authorization_key ?? 'token',
    authorization_value: '',
    merge_webhooks: webhook?.merge_webhooks ?? false,
  });
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  const change = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  async function save() {
    setError(null);
    const path = '/api/v1/companies/{company}/datasets/{dataset}/webhooks/';
    const params = { path: { company, dataset } };
    const { authorization_value, ...rest } = values;
    try {
      if (webhook) {
        await api.PATCH(path, { params, body: authorization_value ? values : rest });
        onSaved(null);
      } else onSaved((await api.POST(path, { params, body: { ...values, enabled: true, add_survey_answers: false } })).data!.secret_key);
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <FormDialog
      title={webhook ? t.webhooks.edit : t.webhooks.add}
      submit={t.ui.save}
      error={Object.keys(fields).length > 0 ? null : error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField label="URL" value={values.url} required maxLength={2000} error={fields.url} onChange={event => change({ url: event.target.value })} />
      <SelectField label={t.webhooks.method} value={values.method} error={fields.method} onChange={event => change({ method: event.target.value as 'post' })}>
        <option value="post">POST</option>
        <option value="get">GET</option>
      </SelectField>
      <SelectField
        label={t.webhooks.authorization}
        value={values.authorization}
        error={fields.authorization}
        onChange={event => change({ authorization: event.target.value as 'bearer' })}
      >
        <option value="bearer">Bearer</option>
        <option value="basic">Basic</option>
        <option value="query">Query</option>
      </SelectField>
      <TextField
        label={t.webhooks.key}
        value={values.authorization_key}
        required
        maxLength={128}
        error={fields.authorization_key}
        onChange={event => change({ authorization_key: event.target.value })}
      />
      <TextField
        label={t.webhooks.value}
        hint={webhook ? t.webhooks.valueKept : undefined}
        type="password"
        autoComplete="new-password"
        value={values.authorization_value}
        required={!webhook}
        maxLength={128}
        error={fields.authorization_value}
        onChange={event => change({ authorization_value: event.target.value })}
      />
      <CheckField label={t.webhooks.merged} checked={values.merge_webhooks} onChange={event => change({ merge_webhooks: event.target.checked })} />
    </FormDialog>
  );
}
