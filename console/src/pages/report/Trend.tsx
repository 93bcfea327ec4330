import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { ErrorNotice } from '../../ui/error-notice';
import { algorithmName, wordsFor } from '../../viewer/words';
import { Chart } from '../compare/Chart';
import { useSubjectImages, useTrends } from '../compare/data';
import type { Image } from '../image/data';

/** Each main value over the photos of the subject, where there are several. */
export function Trend({ image, algorithms }: { image: Image; algorithms: string[] }) {
  return image.subject_id ? <Charts image={image} subject={image.subject_id} algorithms={algorithms} /> : null;
}

function Charts({ image, subject, algorithms }: { image: Image; subject: string; algorithms: string[] }) {
  const { t, language } = useTexts();
  const { id: company } = useCompany();
  const images = useSubjectImages(company, subject).data ?? [];
  const trends = useTrends(company, subject, images.length > 1 ? algorithms : [], image.side?.id);
  const charts = [...(trends.data ?? [])].filter(([, points]) => points.length > 1);
  if (trends.error) return <ErrorNotice error={trends.error} onRetry={() => void trends.refetch()} />;
  if (!charts.length) return null;
  return (
    <section className="report-trend">
      <h2>{t.report.trend}</h2>
      {charts.map(([name, points]) => (
        <Chart key={name} title={algorithmName(wordsFor(language), name)} points={points} marked={[image.id]} />
      ))}
    </section>
  );
}
