import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { useTexts } from '../../texts';
import { Card } from '../../ui/card';
import { Page } from '../../ui/page';
import { Notice } from '../../ui/states';
import { Thumbnail } from '../images/Thumbnail';
import { PhotoDrop } from './PhotoDrop';
import { PhotoProgress } from './PhotoProgress';
import { Sample } from './Sample';
import { useFirstPhoto } from './useFirstPhoto';
import './start.css';

/** The first screen: a photo of one's own, and its masks. */
export default function StartPage() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { change } = useRights();
  const [, go] = useLocation();
  const { progress, start, clear } = useFirstPhoto(company, t.start.place, image => go(`/images/${image}`));
  return (
    <Page title={t.start.title} lead={t.start.lead}>
      <div className="start">
        <section aria-label={t.start.yourPhoto} className="start-own">
          {!change ? (
            <Notice kind="plain" text={t.start.readOnly} />
          ) : progress ? (
            <PhotoProgress progress={progress} onAgain={() => void start(progress.photo)} onOther={clear} />
          ) : (
            <PhotoDrop onPhoto={photo => void start(photo)} onImage={image => go(`/images/${image}`)} />
          )}
          <p className="soft start-promise">{t.start.promise}</p>
        </section>
        <Sample />
      </div>
      <Latest company={company} />
    </Page>
  );
}

function Latest({ company }: { company: string }) {
  const { t } = useTexts();
  const { data } = useQuery({
    queryKey: [company, 'images', 'latest'],
    queryFn: async () =>
      (await api.GET('/api/v1/companies/{company}/images/', { params: { path: { company }, query: { page_size: 6, ordering: '-creation_time' } } })).data!,
  });
  if (!data || data.count === 0) return null;
  return (
    <div className="start-latest">
      <Card title={t.start.latest} actions={<Link href="/images">{t.start.all}</Link>}>
        <ul className="thumbs">
          {data.results.map(image => (
            <li key={image.id}>
              <Thumbnail image={image} />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
