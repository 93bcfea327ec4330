import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '../../api/client';
import { root } from '../../api/root';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { Card } from '../../ui/card';
import { CopyButton } from '../../ui/copy-button';
import { ErrorNotice } from '../../ui/error-notice';
import { Field } from '../../ui/field';
import { Page } from '../../ui/page';
import { EmptyState, Loading } from '../../ui/states';
import { Tabs } from '../../ui/tabs';
import { imagePath, useImage, type Image } from '../image/data';
import { Controls, type Stored } from './Controls';
import { pathOf, Pictures } from './Pictures';
import { languages, parseBody, snippet, startBody, svgBody, type Body, type Language } from './request';
import './styling.css';

const technical = new Set(['facial_landmarks', 'front_face_areas', 'skin_areas', 'quality']);

export default function StylingPage({ params }: { params: { id: string } }) {
  const { t } = useTexts();
  const company = useCompany();
  const image = useImage(company.id, params.id);
  const stored = useQuery({
    queryKey: [company.id, 'stored', params.id],
    queryFn: () => request<Stored[]>(`${imagePath(company.id, params.id)}results/`),
    enabled: company.id !== '',
  });
  const error = image.error ?? stored.error;
  return (
    <Page title={t.styling.title} lead={t.styling.lead} up={{ href: `/images/${params.id}`, label: image.data?.name ?? t.image.title }}>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void Promise.all([image.refetch(), stored.refetch()])} />
      ) : !image.data || !stored.data ? (
        <Loading lines={8} />
      ) : stored.data.some(result => result.masks_original?.length || result.masks_restored?.length) ? (
        <Bench image={image.data} stored={stored.data} />
      ) : (
        <EmptyState icon="image" title={t.styling.nothing} />
      )}
    </Page>
  );
}

function Bench({ image, stored }: { image: Image; stored: Stored[] }) {
  const { t } = useTexts();
  const company = useCompany();
  const [over, setOver] = useState(true);
  const [body, setBody] = useState<Body>(() => {
    const found = stored.filter(result => result.masks_original?.some(mask => (mask as { shapes?: number }).shapes) && !technical.has(result.algorithm_tech_name));
    return startBody(image.id, found.slice(0, 1).map(result => result.algorithm_tech_name), false);
  });
  return (
    <div className="styling">
      <Controls body={body} stored={stored} restored={image.restored !== null} over={over} onBody={setBody} onOver={setOver} />
      <div className="styling-views">
        <Pictures version={4} company={company.id} body={body} title={t.styling.v4} />
        <Pictures version={5} company={company.id} body={svgBody(body, over)} title={t.styling.v5} />
      </div>
      <Code body={body} over={over} onBody={setBody} />
    </div>
  );
}

function Code({ body, over, onBody }: { body: Body; over: boolean; onBody(body: Body): void }) {
  const { t } = useTexts();
  const company = useCompany();
  const [version, setVersion] = useState<4 | 5>(4);
  const [tab, setTab] = useState('json');
  const url = new URL(root + pathOf(version, company.id).slice(1), location.origin).href;
  const sent = version === 4 ? body : svgBody(body, over);
  const tabs = [
    { key: 'json', label: 'JSON', content: <Json body={body} onBody={onBody} /> },
    ...Object.entries(languages).map(([key, label]) => {
      const text = snippet(key as Language, url, sent);
      return {
        key,
        label,
        content: (
          <>
            <CopyButton text={text} label={t.styling.copy(label)} />
            <pre className="styling-code" tabIndex={0} aria-label={label}>
              {text}
            </pre>
          </>
        ),
      };
    }),
  ];
  return (
    <Card
      title={t.styling.request}
      actions={
        <select className="control" aria-label={t.styling.version} value={version} onChange={event => setVersion(Number(event.target.value) as 4 | 5)}>
          <option value={4}>{t.styling.v4}</option>
          <option value={5}>{t.styling.v5}</option>
        </select>
      }
    >
      <p className="soft">
        {t.styling.token} <code>CUTIS_TOKEN</code>. <a href={`${root}docs`}>{t.shell.api}</a>
      </p>
      <Tabs label={t.styling.request} tabs={tabs} selected={tab} onSelect={setTab} />
    </Card>
  );
}

/** The request itself: what is typed here is what the controls show, and the other way round. */
function Json({ body, onBody }: { body: Body; onBody(body: Body): void }) {
  const { t } = useTexts();
  const current = JSON.stringify(body, null, 2);
  const [text, setText] = useState(current);
  const [mistake, setMistake] = useState('');
  useEffect(() => {
    setText(typed => {
      const read = parseBody(typed);
      return typeof read !== 'string' && JSON.stringify(read) === JSON.stringify(body) ? typed : JSON.stringify(body, null, 2);
    });
    setMistake('');
  }, [body]);
  return (
    <>
      <CopyButton text={current} label={t.styling.copy('JSON')} />
      <Field label={t.styling.json} hint={t.styling.jsonHint} error={mistake && t.styling.noJson(mistake)}>
        <textarea
          className="control styling-json"
          rows={Math.min(24, text.split('\n').length + 1)}
          spellCheck={false}
          value={text}
          onChange={event => {
            setText(event.target.value);
            const read = parseBody(event.target.value);
            setMistake(typeof read === 'string' ? read : '');
            if (typeof read !== 'string') onBody(read);
          }}
        />
      </Field>
    </>
  );
}
