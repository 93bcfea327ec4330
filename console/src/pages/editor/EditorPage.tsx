import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { useTexts } from '../../texts';
import { ErrorNotice } from '../../ui/error-notice';
import { SelectField } from '../../ui/field';
import { Page } from '../../ui/page';
import { EmptyState, Loading, Notice } from '../../ui/states';
import { algorithmName, wordsFor } from '../../viewer/words';
import { imagePath, useImage, useResults } from '../image/data';
import { readResult } from './api';
import { BringYourOwn } from './BringYourOwn';
import { Workbench } from './Workbench';
import './editor.css';

interface Stored {
  algorithm_tech_name: string;
  masks_original: { mask_type: string }[] | null;
  masks_restored: { mask_type: string }[] | null;
}

export default function EditorPage({ params }: { params: { id: string } }) {
  const { t, language } = useTexts();
  const company = useCompany();
  const rights = useRights();
  const image = useImage(company.id, params.id);
  const results = useResults(company.id, params.id);
  const stored = useQuery({
    queryKey: [company.id, 'stored', params.id],
    queryFn: () => request<Stored[]>(`${imagePath(company.id, params.id)}results/`),
    enabled: company.id !== '',
  });
  const editable = (stored.data ?? []).filter(item => [...(item.masks_original ?? []), ...(item.masks_restored ?? [])].some(mask => mask.mask_type !== 'heatmap_mask'));
  const [chosen, setChosen] = useState('');
  const algorithm = editable.find(item => item.algorithm_tech_name === chosen)?.algorithm_tech_name ?? editable[0]?.algorithm_tech_name ?? '';
  const current = useQuery({
    queryKey: [company.id, 'result', params.id, algorithm],
    queryFn: () => readResult(company.id, params.id, algorithm),
    enabled: algorithm !== '',
    // Read again only when something was stored, so that changes that are not saved stay.
    staleTime: Infinity,
    refetchOnReconnect: false,
  });
  const error = image.error ?? stored.error ?? current.error ?? results.error;
  const reload = () => void Promise.all([image.refetch(), stored.refetch(), current.refetch(), results.refetch()]);
  return (
    <Page title={t.editor.title} lead={t.editor.lead} up={{ href: `/images/${params.id}`, label: image.data?.name ?? t.image.title }}>
      <div className="stack">
        {error && <ErrorNotice error={error} onRetry={reload} />}
        {!rights.change && <Notice kind="warn" text={t.editor.readOnly} />}
        {editable.length > 0 && (
          <SelectField label={t.editor.algorithm} value={algorithm} onChange={event => setChosen(event.target.value)}>
            {editable.map(item => (
              <option key={item.algorithm_tech_name} value={item.algorithm_tech_name}>
                {algorithmName(wordsFor(language), item.algorithm_tech_name)}
              </option>
            ))}
          </SelectField>
        )}
        {image.data && current.data && results.data ? (
          <Workbench
            key={`${algorithm} ${current.data.tag ?? current.dataUpdatedAt}`}
            image={image.data}
            versioned={current.data}
            results={results.data}
            onSaved={reload}
          />
        ) : (
          !error && (stored.data && !editable.length ? <EmptyState icon="image" title={t.editor.nothing} /> : <Loading lines={8} />)
        )}
        {image.data && rights.change && <BringYourOwn image={image.data} onStored={reload} />}
      </div>
    </Page>
  );
}
