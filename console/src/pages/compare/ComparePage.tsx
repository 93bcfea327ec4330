import { useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { LinkButton } from '../../ui/button';
import { Card } from '../../ui/card';
import { ErrorNotice } from '../../ui/error-notice';
import { SelectField } from '../../ui/field';
import { Page } from '../../ui/page';
import { EmptyState, Loading, Notice } from '../../ui/states';
import { algorithmName, wordsFor } from '../../viewer/words';
import { useResults, type Image } from '../image/data';
import { Chart } from './Chart';
import { comparable, differences } from './change';
import { useSubjectImages, useTrends } from './data';
import { compareMarks } from './marks';
import { Photos } from './Photos';
import '../image/image.css';
import './compare.css';

export default function ComparePage({ params }: { params: { id: string } }) {
  const { t } = useTexts();
  const company = useCompany();
  const images = useSubjectImages(company.id, params.id);
  const search = new URLSearchParams(useSearch());
  const list = images.data ?? [];
  const dataset = list[0]?.dataset_id;
  const upTo = dataset ? `/datasets/${dataset}/subjects/${params.id}` : '/subjects';
  const to = list.find(image => image.id === search.get('to')) ?? list.at(-1);
  const others = list.filter(image => image !== to);
  const from = others.find(image => image.id === search.get('from')) ?? others[0];
  return (
    <Page
      title={t.compare.title}
      lead={t.compare.lead}
      up={{ href: upTo, label: t.compare.subject }}
      actions={from && to && <LinkButton href={`/images/${to.id}/report?with=${from.id}`}>{t.compare.report}</LinkButton>}
    >
      {images.error ? (
        <ErrorNotice error={images.error} onRetry={() => void images.refetch()} />
      ) : !images.data ? (
        <Loading lines={8} />
      ) : from && to ? (
        <Comparison key={`${from.id} ${to.id}`} subject={params.id} images={list} from={from} to={to} />
      ) : (
        <EmptyState icon="image" title={t.compare.tooFew}>
          <LinkButton href={upTo}>{t.compare.subject}</LinkButton>
        </EmptyState>
      )}
    </Page>
  );
}

function Comparison({ subject, images, from, to }: { subject: string; images: Image[]; from: Image; to: Image }) {
  const { t, locale } = useTexts();
  const [, go] = useLocation();
  const company = useCompany();
  const before = useResults(company.id, from.id);
  const after = useResults(company.id, to.id);
  const error = before.error ?? after.error;
  const date = (image: Image) => new Date(image.creation_time).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const choose = (key: 'from' | 'to', id: string) => {
    const chosen = { from: from.id, to: to.id, [key]: id };
    go(`/subjects/${subject}/compare?${new URLSearchParams(chosen)}`, { replace: true });
  };
  return (
    <div className="stack">
      <div className="columns">
        {(['from', 'to'] as const).map(key => (
          <SelectField key={key} label={t.compare[key]} value={(key === 'from' ? from : to).id} onChange={event => choose(key, event.target.value)}>
            {images
              .filter(image => image.id !== (key === 'from' ? to : from).id)
              .map(image => (
                <option key={image.id} value={image.id}>
                  {[date(image), image.side_name, image.name].filter(Boolean).join(' · ')}
                </option>
              ))}
          </SelectField>
        ))}
      </div>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void Promise.all([before.refetch(), after.refetch()])} />
      ) : !before.data || !after.data ? (
        <Loading lines={8} />
      ) : (
        <Compared before={{ image: from, results: before.data, label: date(from) }} after={{ image: to, results: after.data, label: date(to) }} />
      )}
    </div>
  );
}

interface Taken {
  image: Image;
  results: Parameters<typeof comparable>[0];
  label: string;
}

function Compared({ before, after }: { before: Taken; after: Taken }) {
  const { t, language } = useTexts();
  const words = wordsFor(language);
  const changes = useMemo(() => comparable(before.results, after.results), [before.results, after.results]);
  const marked = useMemo(() => compareMarks(before.results, after.results, t.compare.states), [before.results, after.results, t]);
  const [algorithm, setAlgorithm] = useState(() => marked.find(item => item.kept + item.gone + item.added > 0)?.algorithm ?? changes[0]?.algorithm ?? '');
  const current = marked.find(item => item.algorithm === algorithm);
  const names = [...new Set([...changes, ...marked].map(item => item.algorithm))];
  const unlike = differences(before, after);
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  return (
    <>
      {unlike.length > 0 && <Notice kind="warn" text={t.compare.unlike} more={unlike.map(item => t.compare.differences[item]).join(' ')} />}
      <SelectField label={t.compare.what} value={algorithm} onChange={event => setAlgorithm(event.target.value)}>
        {names.map(name => (
          <option key={name} value={name}>
            {algorithmName(words, name)}
          </option>
        ))}
      </SelectField>
      <Photos
        before={{ photo: before.image.urls.restored, label: before.label, marks: current?.before ?? [] }}
        after={{ photo: after.image.urls.restored, label: after.label, marks: current?.after ?? [] }}
      />
      {current?.isCounted && (
        <ul className="compare-legend" aria-label={t.compare.marks}>
          {(['added', 'kept', 'gone'] as const).map(state => (
            <li key={state} className={`compare-${state}`}>
              {t.compare.count(t.compare.states[state], current[state])}
            </li>
          ))}
        </ul>
      )}
      <div className="columns">
        <Card title={t.compare.changes}>
          <table className="measures">
            <thead>
              <tr>
                <th scope="col">{t.compare.what}</th>
                <th scope="col">{t.compare.before}</th>
                <th scope="col">{t.compare.after}</th>
                <th scope="col">{t.compare.verdict}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(change => (
                <tr key={change.algorithm}>
                  <th scope="row">{algorithmName(words, change.algorithm)}</th>
                  <td>{number(change.before)}</td>
                  <td>{number(change.after)}</td>
                  <td className={`verdict-${change.verdict}`}>
                    {t.compare.verdicts[change.verdict]}
                    {change.limit !== null && <small> (± {number(change.limit)})</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="soft">{t.compare.verdictHint}</p>
        </Card>
        <Trend algorithm={algorithm} before={before.image} after={after.image} />
      </div>
    </>
  );
}

function Trend({ algorithm, before, after }: { algorithm: string; before: Image; after: Image }) {
  const { t, language } = useTexts();
  const company = useCompany();
  // Photos of one side are compared with that side alone.
  const side = before.side?.id === after.side?.id ? after.side?.id : undefined;
  const trend = useTrends(company.id, after.subject_id!, algorithm ? [algorithm] : [], side);
  const name = algorithmName(wordsFor(language), algorithm);
  const points = trend.data?.get(algorithm) ?? [];
  return (
    <Card title={t.compare.trend(name)}>
      {trend.error ? (
        <ErrorNotice error={trend.error} onRetry={() => void trend.refetch()} />
      ) : trend.isLoading ? (
        <Loading />
      ) : points.length ? (
        <Chart title={name} points={points} marked={[before.id, after.id]} />
      ) : (
        <p className="soft">{t.compare.noTrend}</p>
      )}
    </Card>
  );
}
