import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client';
import type { Image } from '../../api/upload';
import { useCompany, useRights } from '../../app/company';
import { erased } from '../../lists/erase';
import { QueryView } from '../../lists/QueryView';
import { useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card, Facts } from '../../ui/card';
import { ConfirmDialog } from '../../ui/dialog';
import { Page } from '../../ui/page';
import { toast } from '../../ui/toast';
import { Countdown } from './Countdown';
import { IssuedUrls } from './IssuedUrls';
import { Thumbnail } from './Thumbnail';

/** Who can see an image, until when it is kept, and how it goes. */
export default function PrivacyPage({ params: { image } }: { params: { image: string } }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const query = useQuery({
    queryKey: [company, 'image', image],
    queryFn: async () => (await api.GET('/api/v1/companies/{company}/images/{image}/', { params: { path: { company, image } } })).data!,
  });
  return (
    <Page title={t.privacy.title} lead={query.data?.name} up={{ href: `/images/${image}`, label: t.images.one }}>
      <QueryView query={query}>{found => <Privacy image={found} />}</QueryView>
    </Page>
  );
}

function Privacy({ image }: { image: Image }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { change } = useRights();
  const { moment } = useTimes();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<'' | 'photos' | 'erase'>('');
  const params = { path: { company, image: image.id } };
  return (
    <div className="stack">
      <div className="columns">
        <Card title={t.privacy.kept}>
          <Facts
            facts={[
              [t.privacy.taken, moment(image.creation_time)],
              [t.privacy.photos, image.photos_deleted_at ? t.privacy.deletedOn(moment(image.photos_deleted_at)) : <Countdown to={image.photos_expire_at} />],
              [t.privacy.results, <Countdown to={image.metadata_expire_at} />],
              [t.privacy.digest, <code>{image.original?.sha256 ?? '–'}</code>],
            ]}
          />
        </Card>
        <div className="thumbs">
          <Thumbnail image={image} />
        </div>
      </div>
      <Card title={t.urls.title}>
        <p className="soft">{t.urls.lead}</p>
        <IssuedUrls image={image.id} />
      </Card>
      {change && (
        <Card title={t.subjects.forget} tone="sunken">
          <p>{t.privacy.forgetText}</p>
          <div className="row">
            {image.original && <Button onClick={() => setDialog('photos')}>{t.subjects.photos}</Button>}
            <Button kind="danger" icon="trash" onClick={() => setDialog('erase')} children={t.privacy.erase} />
          </div>
        </Card>
      )}
      {dialog === 'photos' && (
        <ConfirmDialog
          title={t.privacy.photosTitle}
          text={<p>{t.subjects.photosText}</p>}
          confirm={t.subjects.photos}
          onClose={() => setDialog('')}
          onConfirm={async () => {
            await api.POST('/api/v1/companies/{company}/images/{image}/delete-photos/', { params });
            setDialog('');
            toast(t.privacy.photosDone);
            await queries.invalidateQueries({ queryKey: [company] });
          }}
        />
      )}
      {dialog === 'erase' && (
        <ConfirmDialog
          title={t.privacy.eraseTitle}
          text={<p>{t.privacy.eraseText}</p>}
          confirm={t.lists.erase}
          onClose={() => setDialog('')}
          onConfirm={async () => {
            const { response } = await api.DELETE('/api/v1/companies/{company}/images/{image}/', { params });
            await erased(queries, company, response, go);
          }}
        />
      )}
    </div>
  );
}
