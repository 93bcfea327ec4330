import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { erased } from '../../lists/erase';
import { QueryView } from '../../lists/QueryView';
import { useListState } from '../../lists/useListState';
import { useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card, Facts } from '../../ui/card';
import { ConfirmDialog } from '../../ui/dialog';
import { Page } from '../../ui/page';
import { Tabs } from '../../ui/tabs';
import { ImageList } from '../images/ImagesPage';
import { SubjectList } from '../subjects/SubjectList';
import { WebhookPanel } from '../admin/WebhookPanel';
import { Attachments } from './Attachments';
import { DatasetDialog } from './DatasetDialog';
import { RetentionWords } from './RetentionWords';

/** One dataset: its subjects, images, applications and webhook. */
export default function DatasetPage({ params: { dataset } }: { params: { dataset: string } }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { change } = useRights();
  const { get, set } = useListState();
  const { day } = useTimes();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<'' | 'edit' | 'erase'>('');
  const path = { company, dataset };
  const query = useQuery({
    queryKey: [company, 'dataset', dataset],
    queryFn: async () => (await api.GET('/api/v1/companies/{company}/datasets/{dataset}/', { params: { path } })).data!,
  });
  const data = query.data;
  return (
    <Page
      title={data?.name ?? t.datasets.one}
      up={{ href: '/datasets', label: t.datasets.title }}
      actions={
        data &&
        change && (
          <>
            <Button onClick={() => setDialog('edit')}>{t.datasets.edit}</Button>
            <Button kind="danger" icon="trash" onClick={() => setDialog('erase')} children={t.lists.erase} />
          </>
        )
      }
    >
      <QueryView query={query}>
        {found => (
          <div className="stack">
            <Card>
              <Facts
                facts={[
                  [t.datasets.keeps, <RetentionWords dataset={found} />],
                  [t.datasets.imageType, found.image_type_name],
                  [t.lists.created, day(found.creation_time)],
                  [t.lists.id, <code>{found.id}</code>],
                ]}
              />
            </Card>
            <Tabs
              label={found.name}
              selected={get('tab') || 'subjects'}
              onSelect={tab => set({ tab, q: '', side: '', order: '' })}
              tabs={[
                { key: 'subjects', label: t.subjects.title, content: <SubjectList dataset={dataset} /> },
                { key: 'images', label: t.images.title, content: <ImageList within={{ dataset_id: dataset }} /> },
                { key: 'applications', label: t.datasets.applications, content: <Attachments dataset={found} /> },
                { key: 'webhook', label: t.webhooks.one, content: <WebhookPanel dataset={dataset} /> },
              ]}
            />
          </div>
        )}
      </QueryView>
      {data && dialog === 'edit' && <DatasetDialog dataset={data} onClose={() => setDialog('')} onSaved={() => setDialog('')} />}
      {data && dialog === 'erase' && (
        <ConfirmDialog
          title={t.datasets.eraseTitle(data.name)}
          text={<p>{t.datasets.eraseText}</p>}
          confirm={t.lists.erase}
          word={data.name}
          onClose={() => setDialog('')}
          onConfirm={async () => {
            const { response } = await api.DELETE('/api/v1/companies/{company}/datasets/{dataset}/', { params: { path } });
            await erased(queries, company, response, go);
          }}
        />
      )}
    </Page>
  );
}
