import { useSearch } from 'wouter';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import { Page } from '../../ui/page';
import { Loading } from '../../ui/states';
import { NotMeasured } from '../image/AlgorithmCard';
import { useImage, useResults, type Image } from '../image/data';
import { wholeOf } from '../image/scores';
import type { ResultData } from '../../viewer/model';
import { told, usePictures } from './data';
import { Section } from './Section';
import { Trend } from './Trend';
import '../image/image.css';
import './report.css';

/** One analysis, or a comparison with an earlier one (`?with=`), as pages to print. */
export default function ReportPage({ params }: { params: { id: string } }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const earlier = new URLSearchParams(useSearch()).get('with') ?? '';
  const [image, results] = [useImage(company, params.id), useResults(company, params.id)];
  const [imageBefore, before] = [useImage(company, earlier), useResults(company, earlier)];
  const error = image.error ?? results.error ?? imageBefore.error ?? before.error;
  const isThere = image.data && results.data && (!earlier || (imageBefore.data && before.data));
  return (
    <div className="report">
      <Page
        title={earlier ? t.report.comparison : t.report.title}
        up={{ href: `/images/${params.id}`, label: t.report.back }}
        actions={
          <Button kind="primary" onClick={() => window.print()}>
            {t.report.print}
          </Button>
        }
      >
        {error ? (
          <ErrorNotice error={error} onRetry={() => void Promise.all([image.refetch(), results.refetch()])} />
        ) : !isThere ? (
          <Loading lines={10} />
        ) : (
          <Report image={image.data} results={results.data} before={earlier ? { image: imageBefore.data!, results: before.data! } : null} />
        )}
      </Page>
    </div>
  );
}

function Report({
  image,
  results,
  before,
}: {
  image: Image;
  results: ResultData[];
  before: { image: Image; results: ResultData[] } | null;
}) {
  const { t } = useTexts();
  const company = useCompany();
  const list = told(results);
  const names = list.map(result => result.algorithm_tech_name);
  const pictures = usePictures(company.id, image.id, names);
  const earlier = usePictures(company.id, before?.image.id ?? '', before ? names : []);
  return (
    <>
      <Facts image={image} before={before?.image ?? null} company={company.name} />
      <p className="report-warning">{t.report.noDiagnosis}</p>
      <div className="report-photos">
        {before && <Photo image={before.image} label={t.report.before} />}
        <Photo image={image} label={before ? t.report.after : t.report.photo} />
      </div>
      {list.map(result => (
        <Section
          key={result.algorithm_tech_name}
          result={result}
          before={before?.results.find(other => other.algorithm_tech_name === result.algorithm_tech_name)}
          picture={pictures.data?.get(result.algorithm_tech_name)}
          earlier={earlier.data?.get(result.algorithm_tech_name)}
        />
      ))}
      <Trend image={image} algorithms={names} />
      <NotMeasured results={results.filter(result => result.error)} />
      <How results={results} compares={before !== null} />
    </>
  );
}

function Facts({ image, before, company }: { image: Image; before: Image | null; company: string }) {
  const { t, locale } = useTexts();
  const date = (time: string | Date) => new Date(time).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
  const rows: [string, string][] = [
    [t.report.of(image.name), `${t.report.taken}: ${date(image.creation_time)}${image.side_name ? ` · ${image.side_name}` : ''}`],
    ...(before ? [[`${t.report.before}: ${before.name}`, `${t.report.taken}: ${date(before.creation_time)}`] as [string, string]] : []),
    [t.report.company, company],
    [t.report.printed, date(new Date())],
  ];
  return (
    <dl className="report-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Photo({ image, label }: { image: Image; label: string }) {
  const url = image.urls.restored ?? image.urls.original;
  return url ? (
    <figure>
      <img src={url} alt={label} />
      <figcaption>{label}</figcaption>
    </figure>
  ) : null;
}

function How({ results, compares }: { results: ResultData[]; compares: boolean }) {
  const { t, language } = useTexts();
  const quality = wholeOf(results.find(result => result.algorithm_tech_name === 'quality') ?? { algorithm_tech_name: '' });
  const scale = quality?.sub_metrics?.find(metric => metric.tech_name === 'pixels_per_millimetre')?.value;
  return (
    <section className="report-how">
      <h2>{t.report.how}</h2>
      <p>{t.report.method}</p>
      {compares && <p>{t.report.compareLimit}</p>}
      <p>
        {typeof scale === 'number' &&
          `${t.report.scale}: ${t.report.scaleText(scale.toLocaleString(language, { maximumFractionDigits: 1 }))}. `}
        {typeof quality?.main_metric?.value === 'number' && `${t.report.quality}: ${quality.main_metric.value.toLocaleString(language)}.`}
      </p>
    </section>
  );
}
