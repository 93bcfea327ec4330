import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { algorithmName, wordsFor } from '../../viewer/words';
import { Chart } from '../compare/Chart';
import { useSubjectImages, useTrend } from '../compare/data';
import type { Image } from '../image/data';

/** Each main value over the photos of the subject, where there are several. */
export function Trend({ image, algorithms }: { image: Image; algorithms: string[] }) {
  return image.subject_id ? <Charts image={image} subject={image.subject_id} algorithms={algorithms} /> : null;
}

function Charts({ image, subject, algorithms }: { image: Image; subject: string; algorithms: string[] }) {
  const { t, language } = useTexts();
  const { id: company } = useCompany();
  const images = useSubjectImages(company, subject).data ?? [];
  const trend = useTrend(company, images.length > 1 ? images : []);
  const charts = algorithms
    .map(name => ({ name, points: (trend.data ?? []).filter(point => point.algorithm === name) }))
    .filter(({ points }) => points.length > 1);
  if (!charts.length) return null;
  return (
    <section className="report-trend">
      <h2>{t.report.trend}</h2>
      {charts.map(({ name, points }) => (
        <Chart
          key={name}
          title={algorithmName(wordsFor(language), name)}
          points={points.map(({ image: { id, creation_time }, value }) => ({ id, time: new Date(creation_time), value, deviation: null }))}
          marked={[image.id]}
        />
      ))}
    </section>
  );
}
