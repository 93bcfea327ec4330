import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import type { components } from '../../api/schema';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { FormDialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';

/** Adds a subject to a dataset, or changes one. */
export function SubjectDialog({ dataset, subject, onClose }: { dataset: string; subject?: components['schemas']['Subject']; onClose(): void }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const queries = useQueryClient();
  const [name, setName] = useState(subject?.name ?? '');
  const [birth, setBirth] = useState(subject?.birth_date ?? '');
  const [sex, setSex] = useState(String(subject?.biological_sex?.id ?? ''));
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  async function save() {
    setError(null);
    const body = { name, birth_date: birth || null, biological_sex: sex ? Number(sex) : null };
    try {
      if (subject) {
        const path = { company, dataset, subject: subject.id };
        await api.PATCH('/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}/', { params: { path }, body });
      } else await api.POST('/api/v1/companies/{company}/datasets/{dataset}/subjects/', { params: { path: { company, dataset } }, body });
      await queries.invalidateQueries({ queryKey: [company] });
      onClose();
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <FormDialog
      title={subject ? t.subjects.edit : t.subjects.add}
      submit={t.ui.save}
      error={Object.keys(fields).length > 0 ? null : error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        label={t.lists.name}
        hint={t.subjects.nameHint}
        value={name}
        maxLength={512}
        required
        error={fields.name}
        onChange={event => setName(event.target.value)}
      />
      <TextField label={t.subjects.birth} type="date" value={birth} error={fields.birth_date} onChange={event => setBirth(event.target.value)} />
      <SelectField label={t.subjects.sex} value={sex} error={fields.biological_sex} onChange={event => setSex(event.target.value)}>
        <option value="">–</option>
        {([1, 2, 3] as const).map(key => (
          <option key={key} value={key}>
            {t.subjects.sexes[key]}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  );
}
