import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/client';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { Card } from '../../ui/card';
import { Loading } from '../../ui/states';

const shown = ['lines', 'redness', 'pigmentation', 'acne'] as const;

/** The photo that comes with the server, with its masks drawn by the server: what to expect of one's own. */
export function Sample() {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const [chosen, setChosen] = useState<string>('lines');
  const { data } = useQuery({
    queryKey: [company, 'sample'],
    queryFn: async () => {
      const images = await api.GET('/api/v1/companies/{company}/images/', {
        params: { path: { company }, query: { q: 'demo.jpg', ordering: 'creation_time', page_size: 1 } },
      });
      const image = images.data!.results.find(({ name, original }) => name === 'demo.jpg' && original);
      if (!image) return null;
      const masks = await api.POST('/service/rasterisation/v4/masks/', {
        params: { query: { company_id: company } },
        body: { image_id: image.id, image_type: 'restored', masks: shown.map(name => ({ algorithm_tech_name: name, max_side: 720, quality: 85 })) },
      });
      return { image, masks: masks.data! };
    },
    staleTime: 600_000,
  });
  if (data === null) return null;
  const mask = data?.masks.find(({ algorithm_tech_name }) => algorithm_tech_name === chosen);
  const score = mask?.main_metric?.value;
  return (
    <Card title={t.start.sample} actions={data && <Link href={`/images/${data.image.id}`}>{t.start.openSample}</Link>}>
      {!data ? (
        <Loading lines={6} />
      ) : (
        <div className="sample">
          <div className="sample-photo">
            <img src={data.image.urls['500x500'] ?? undefined} alt="" className="sample-under" />
            {mask?.masked_image_url && <img src={mask.masked_image_url} alt={t.start.sampleAlt(t.start.marks[chosen as (typeof shown)[number]])} key={chosen} />}
          </div>
          <div role="group" aria-label={t.start.sampleMasks} className="row chips">
            {shown.map(name => (
              <button key={name} type="button" aria-pressed={name === chosen} onClick={() => setChosen(name)}>
                {t.start.marks[name]}
              </button>
            ))}
          </div>
          <p className="soft">
            {typeof score === 'number' && <strong>{t.start.score(Math.round(score))} </strong>}
            {t.start.sampleMore}
          </p>
        </div>
      )}
    </Card>
  );
}
