import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { erased } from '../../lists/erase';
import { QueryView } from '../../lists/QueryView';
import { useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Button, LinkButton } from '../../ui/button';
import { Card, Facts } from '../../ui/card';
import { ConfirmDialog } from '../../ui/dialog';
import { Page } from '../../ui/page';
import { toast } from '../../ui/toast';
import { ImageList } from '../images/ImagesPage';
import { SubjectDialog } from './SubjectDialog';

type Dialogs = '' | 'edit' | 'photos' | 'metadata' | 'urls' | 'erase';

/** One person in a dataset: the images, and what can be forgotten. */
export default function SubjectPage({ params: { dataset, subject } }: { params: { dataset: string; subject: string } }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { change } = useRights();
  const { day } = useTimes();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<Dialogs>('');
  const params = { path: { company, dataset, subject } };
  const query = useQuery({
    queryKey: [company, 'subject', subject],
    queryFn: async () => (await api.GET('/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}/', { params })).data!,
  });
  const data = query.data;
  const done = async (text: string) => {
    setDialog('');
    toast(text);
    await queries.invalidateQueries({ queryKey: [company] });
  };
  const asked: Record<Exclude<Dialogs, '' | 'edit'>, { title: string; text: string; confirm: string; word?: string; run(): Promise<unknown> }> = {
    photos: {
      title: t.subjects.photosTitle,
      text: t.subjects.photosText,
      confirm: t.subjects.photos,
      run: async () => {
        const { data } = await api.POST('/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}/delete-photos/', { params });
        await done(t.subjects.photosDone(data!.images.length));
      },
    },
    metadata: {
      title: t.subjects.metadataTitle,
      text: t.subjects.metadataText,
      confirm: t.subjects.metadata,
      run: async () => {
        await api.POST('/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}/clear-metadata/', { params });
        await done(t.subjects.metadataDone);
      },
    },
    urls: {
      title: t.subjects.urlsTitle,
      text: t.subjects.urlsText,
      confirm: t.urls.revoke,
      run: async () => {
        await api.POST('/api/v1/companies/{company}/subjects/{subject}/urls/revoke/', { params });
        await done(t.urls.revokedAll);
      },
    },
    erase: {
      title: t.subjects.eraseTitle(data?.name ?? ''),
      text: t.subjects.eraseText,
      confirm: t.lists.erase,
      word: data?.name,
      run: async () => {
        const { response } = await api.DELETE('/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}/', { params });
        await erased(queries, company, response, go);
      },
    },
  };
  const open = dialog === '' || dialog === 'edit' ? null : asked[dialog];
  return (
    <Page
      title={data?.name ?? t.subjects.one}
      up={{ href: `/datasets/${dataset}`, label: data?.dataset.name ?? t.datasets.one }}
      actions={
        data && (
          <>
            <LinkButton href={`/subjects/${subject}/compare`} children={t.subjects.compare} />
            {change && <Button onClick={() => setDialog('edit')}>{t.subjects.edit}</Button>}
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
                  [t.subjects.birth, found.birth_date ? day(found.birth_date) : '–'],
                  [t.subjects.sex, found.biological_sex ? t.subjects.sexes[found.biological_sex.id as 1 | 2 | 3] : '–'],
                  [t.lists.created, day(found.creation_time)],
                  [t.lists.id, <code>{found.id}</code>],
                ]}
              />
            </Card>
            <ImageList within={{ subject_id: subject }} />
            {change && (
              <Card title={t.subjects.forget} tone="sunken">
                <p>{t.subjects.forgetText}</p>
                <div className="row">
                  <Button onClick={() => setDialog('photos')}>{t.subjects.photos}</Button>
                  <Button onClick={() => setDialog('metadata')}>{t.subjects.metadata}</Button>
                  <Button onClick={() => setDialog('urls')}>{t.subjects.urls}</Button>
                  <Button kind="danger" icon="trash" onClick={() => setDialog('erase')} children={t.subjects.erase} />
                </div>
              </Card>
            )}
          </div>
        )}
      </QueryView>
      {data && dialog === 'edit' && <SubjectDialog dataset={dataset} subject={data} onClose={() => setDialog('')} />}
      {open && (
        <ConfirmDialog
          title={open.title}
          text={<p>{open.text}</p>}
          confirm={open.confirm}
          word={open.word}
          onClose={() => setDialog('')}
          onConfirm={open.run}
        />
      )}
    </Page>
  );
}
