import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { erased } from '../../lists/erase';
import { useTexts } from '../../texts';
import { Button, LinkButton } from '../../ui/button';
import { Card, Facts } from '../../ui/card';
import { CopyButton } from '../../ui/copy-button';
import { ConfirmDialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { Page } from '../../ui/page';
import { EmptyState, Loading, Notice } from '../../ui/states';
import { toast } from '../../ui/toast';
import type { CutisViewer } from '../../viewer/element';
import { layersOf, type Frame, type ResultData } from '../../viewer/model';
import { Viewer, type Pick } from '../../viewer/react';
import { useSubjectImages } from '../compare/data';
import { AlgorithmCard, NotMeasured } from './AlgorithmCard';
import { useCompute, useImage, useResults, type Image } from './data';
import { Explain } from './Explain';
import { scoreOf, wholeOf } from './scores';
import './image.css';

export default function ImagePage({ params }: { params: { id: string } }) {
  const { t } = useTexts();
  const company = useCompany();
  const image = useImage(company.id, params.id);
  if (image.error) {
    return (
      <Page title={t.image.title} up={{ href: '/images', label: t.shell.images }}>
        <ErrorNotice error={image.error} onRetry={() => void image.refetch()} />
      </Page>
    );
  }
  if (!image.data) return <Loading lines={8} />;
  return <Shown key={image.data.id} image={image.data} />;
}

function Shown({ image }: { image: Image }) {
  const { t, locale } = useTexts();
  const company = useCompany();
  const rights = useRights();
  const results = useResults(company.id, image.id);
  const [asked, setAsked] = useState(false);
  const empty = results.data?.length === 0;
  const compute = useCompute(company.id, image.id, asked || empty);
  useEffect(() => {
    if (empty) setAsked(true);
  }, [empty]);
  const viewer = useRef<CutisViewer>(null);
  const [erasing, setErasing] = useState(false);
  const [frame, setFrame] = useState<Frame>('original');
  const [shown, setShown] = useState<string[]>([]);
  const [pick, setPick] = useState<Pick | null>(null);
  const [size, setSize] = useState<[number, number]>([1, 1]);
  const data = useMemo(() => results.data ?? [], [results.data]);
  const hasOthers = (useSubjectImages(company.id, image.subject_id ?? '').data ?? []).some(other => other.id !== image.id);
  const running = compute.data && ['queued', 'running'].includes(compute.data.status);
  const date = new Date(image.creation_time).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
  const hasPhoto = image.urls.original || image.urls.restored;
  return (
    <Page
      title={image.name}
      lead={[date, image.side_name].filter(Boolean).join(' · ')}
      up={{ href: '/images', label: t.shell.images }}
      actions={
        <>
          <LinkButton href={`/images/${image.id}/report`}>{t.image.report}</LinkButton>
          {image.subject_id && hasOthers && <LinkButton href={`/subjects/${image.subject_id}/compare?to=${image.id}`}>{t.image.compare}</LinkButton>}
          <LinkButton href={`/images/${image.id}/styling`}>{t.image.styling}</LinkButton>
          {rights.change && <LinkButton href={`/images/${image.id}/editor`}>{t.image.editor}</LinkButton>}
          <LinkButton href={`/images/${image.id}/privacy`} icon="shield">
            {t.image.privacy}
          </LinkButton>
          {rights.change && (
            <Button kind="danger" icon="trash" onClick={() => setErasing(true)}>
              {t.image.erase}
            </Button>
          )}
        </>
      }
    >
      <div className="stack">
        {results.error && <ErrorNotice error={results.error} onRetry={() => void results.refetch()} />}
        {running && <Notice kind="plain" text={t.image.running(compute.data!.steps_done, compute.data!.steps)} />}
        {compute.data?.status === 'failed' && <Notice kind="bad" text={compute.data.error ?? t.image.failed} />}
        {hasPhoto ? (
          <Viewer
            viewer={viewer}
            original={image.urls.original}
            restored={image.urls.restored}
            results={data}
            frame={frame}
            label={image.name}
            onFrame={chosen => {
              setFrame(chosen);
              setPick(null);
            }}
            onLayers={setShown}
            onPick={setPick}
            onReady={({ width, height }) => setSize([width, height])}
          />
        ) : (
          <EmptyState icon="image" title={t.image.noPhoto} />
        )}
        {results.isPending ? (
          <Loading />
        ) : data.length ? (
          <>
            <Explain company={company.id} image={image.id} pick={pick} results={data} size={size} onReveal={(layer, index) => viewer.current?.reveal(layer, index)} />
            <Cards results={data} frame={frame} shown={shown} onShow={(algorithm, on) => viewer.current?.show(algorithm, on)} />
          </>
        ) : (
          <NoResults image={image} running={Boolean(running)} onStarted={() => void compute.refetch()} />
        )}
        <Links image={image} />
      </div>
      {erasing && <Erase image={image} onClose={() => setErasing(false)} />}
    </Page>
  );
}

function Cards({ results, frame, shown, onShow }: { results: ResultData[]; frame: Frame; shown: string[]; onShow(name: string, on: boolean): void }) {
  const { t } = useTexts();
  const layers = layersOf(results, frame);
  // Scores first, then what has another main value, then what only has masks.
  const rank = (result: ResultData) => (scoreOf(wholeOf(result)?.main_metric) !== null ? 0 : wholeOf(result)?.main_metric ? 1 : 2);
  const answered = results.filter(result => !result.error).sort((a, b) => rank(a) - rank(b));
  return (
    <>
      <h2 className="image-head">{t.image.algorithms}</h2>
      <div className="algorithms">
        {answered.map(result => {
          const own = layers.filter(layer => layer.algorithm === result.algorithm_tech_name);
          const on = own.some(layer => shown.includes(layer.id));
          return (
            <AlgorithmCard
              key={result.algorithm_tech_name}
              result={result}
              shown={own.length ? on : null}
              onShow={wanted => onShow(result.algorithm_tech_name, wanted)}
            />
          );
        })}
      </div>
      <NotMeasured results={results.filter(result => result.error)} />
      <p className="soft">{t.image.noDiagnosis}</p>
    </>
  );
}

function NoResults({ image, running, onStarted }: { image: Image; running: boolean; onStarted(): void }) {
  const { t } = useTexts();
  const rights = useRights();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  async function start() {
    setError(null);
    try {
      await api.POST('/api/v1/companies/{company}/images/{image}/compute/', { params: { path: { company: image.company_id, image: image.id } } });
      await queries.invalidateQueries({ queryKey: [image.company_id, 'results', image.id] });
      onStarted();
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <EmptyState icon="bolt" title={running ? t.image.waiting : t.image.noResults}>
      {error !== null && <ErrorNotice error={error} />}
      {!running && rights.change && (
        <Button kind="primary" icon="bolt" onClick={() => void start()}>
          {t.image.analyse}
        </Button>
      )}
    </EmptyState>
  );
}

function Links({ image }: { image: Image }) {
  const { t, language, locale } = useTexts();
  const { owner, change } = useRights();
  const queries = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const links = Object.entries(image.urls).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  async function revoke() {
    setError(null);
    try {
      await api.POST('/api/v1/companies/{company}/images/{image}/urls/revoke/', { params: { path: { company: image.company_id, image: image.id } } });
      toast(t.image.revoked);
      await queries.invalidateQueries({ queryKey: [image.company_id, 'image', image.id] });
    } catch (reason) {
      setError(reason);
    }
  }
  const size = (photo: Image['original']) => (photo ? `${photo.width} × ${photo.height}, ${Math.round(photo.bytes / 1024).toLocaleString(language)} kB` : '–');
  return (
    <div className="columns">
      <Card title={t.image.links} actions={(owner || change) && <Button small onClick={() => void revoke()}>{t.image.revoke}</Button>}>
        <p className="soft">{t.image.linksUntil(new Date(image.urls_expire_at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }))}</p>
        {error !== null && <ErrorNotice error={error} />}
        <ul className="image-links">
          {links.map(([name, url]) => (
            <li key={name}>
              <a href={url} target="_blank" rel="noreferrer">
                {t.image.pictures[name] ?? name}
              </a>
              <CopyButton text={url} />
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t.image.facts}>
        <Facts
          facts={[
            [t.image.identifier, <code key="id">{image.id}</code>],
            [t.image.originalSize, size(image.original)],
            [t.image.restoredSize, size(image.restored)],
          ]}
        />
      </Card>
    </div>
  );
}

function Erase({ image, onClose }: { image: Image; onClose(): void }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [, go] = useLocation();
  async function erase() {
    const params = { path: { company: image.company_id, image: image.id } };
    const { response } = await api.DELETE('/api/v1/companies/{company}/images/{image}/', { params });
    await erased(queries, image.company_id, response, go);
  }
  return <ConfirmDialog title={t.privacy.eraseTitle} text={t.privacy.eraseText} confirm={t.lists.erase} onConfirm={erase} onClose={onClose} />;
}
