import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { FormDialog } from '../../ui/dialog';
import { CheckField, TextField } from '../../ui/field';
import type { Dataset } from './useDatasets';

/** Makes a dataset, or changes its name and how long it keeps photos and results. */
export function DatasetDialog({ dataset, onClose, onSaved }: { dataset?: Dataset; onClose(): void; onSaved(dataset: Dataset): void }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const queries = useQueryClient();
  const [name, setName] = useState(dataset?.name ?? '');
  const [photos, setPhotos] = useState(String(dataset?.expire_images_after_days ?? ''));
  const [results, setResults] = useState(String(dataset?.expire_metadata_after_days ?? ''));
  const [soon, setSoon] = useState(dataset?.clean_images_as_soon_as_ready ?? false);
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  const days = (text: string) => (text.trim() === '' ? null : Number(text));

  async function save() {
    setError(null);
    const body = {
      name,
      expire_images_after_days: days(photos),
      expire_metadata_after_days: days(results),
      clean_images_as_soon_as_ready: soon,
    };
    try {
      const { data } = dataset
        ? await api.PATCH('/api/v1/companies/{company}/datasets/{dataset}/', { params: { path: { company, dataset: dataset.id } }, body })
        : await api.POST('/api/v1/companies/{company}/datasets/', { params: { path: { company } }, body });
      await queries.invalidateQueries({ queryKey: [company] });
      onSaved(data!);
    } catch (reason) {
      setError(reason);
    }
  }

  return (
    <FormDialog
      title={dataset ? t.datasets.edit : t.datasets.add}
      submit={t.ui.save}
      error={Object.keys(fields).length > 0 ? null : error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField label={t.lists.name} value={name} maxLength={512} required error={fields.name} onChange={event => setName(event.target.value)} />
      <TextField
        label={t.datasets.photosDays}
        hint={t.datasets.photosDaysHint}
        inputMode="numeric"
        value={photos}
        error={fields.expire_images_after_days}
        onChange={event => setPhotos(event.target.value)}
      />
      <TextField
        label={t.datasets.resultsDays}
        hint={t.datasets.resultsDaysHint}
        inputMode="numeric"
        value={results}
        error={fields.expire_metadata_after_days}
        onChange={event => setResults(event.target.value)}
      />
      <CheckField label={t.datasets.soon} hint={t.datasets.soonHint} checked={soon} onChange={event => setSoon(event.target.checked)} />
    </FormDialog>
  );
}
