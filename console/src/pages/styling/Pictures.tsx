import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '../../api/client';
import { useTexts } from '../../texts';
import { ErrorNotice } from '../../ui/error-notice';
import { Loading, Notice } from '../../ui/states';
import { algorithmName, wordsFor } from '../../viewer/words';
import type { components } from '../../api/schema';
import type { Body } from './request';

type Answer = components['schemas']['MaskAnswer'];

export const pathOf = (version: 4 | 5, company: string) =>
  `/service/rasterisation/${version === 4 ? 'v4/masks' : 'v5/svg_masks'}/?company_id=${company}`;

/** A value that has not changed for a while. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

export function useAnswers(version: 4 | 5, company: string, body: Body) {
  const text = JSON.stringify(body);
  return useQuery({
    queryKey: [company, 'pictures', version, text],
    queryFn: async () => {
      const answer = await request<Answer[] | { results: Answer[] }>(pathOf(version, company), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: text,
      });
      return Array.isArray(answer) ? answer : answer.results;
    },
    enabled: company !== '' && body.masks.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** The pictures of a request, each once where masks share one. */
export function Pictures({ version, company, body, title }: { version: 4 | 5; company: string; body: Body; title: string }) {
  const { t, language } = useTexts();
  const settled = useSettled(body, 350);
  const { data, error, refetch, isFetching } = useAnswers(version, company, settled);
  if (!body.masks.length) return <Notice kind="plain" text={t.styling.chooseOne} />;
  const answers = data ?? [];
  const pictures = new Map<string, string[]>();
  for (const answer of answers)
    if (answer.masked_image_url) {
      const names = pictures.get(answer.masked_image_url) ?? [];
      pictures.set(answer.masked_image_url, [...names, algorithmName(wordsFor(language), answer.algorithm_tech_name)]);
    }
  return (
    <section aria-label={title} aria-busy={isFetching} className="styling-pictures">
      <h2>{title}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {!error && [...pictures].map(([url, names]) => <Picture key={names.join()} url={url} name={names.join(', ')} version={version} />)}
      {answers.map(answer => (
        <Remarks key={answer.algorithm_tech_name} answer={answer} />
      ))}
    </section>
  );
}

function Picture({ url, name, version }: { url: string; name: string; version: 4 | 5 }) {
  const { t } = useTexts();
  const [failed, setFailed] = useState(false);
  useEffect(() => setFailed(false), [url]);
  return (
    <figure className="styling-picture">
      {failed ? (
        <Notice kind="bad" text={t.styling.notDrawn} />
      ) : (
        <img src={url} alt={t.styling.pictureOf(name)} data-version={version} onError={() => setFailed(true)} />
      )}
      <figcaption>
        <span>{name}</span>
        <a href={url} download>
          {t.styling.download}
        </a>
      </figcaption>
    </figure>
  );
}

function Remarks({ answer }: { answer: Answer }) {
  const { language } = useTexts();
  const name = algorithmName(wordsFor(language), answer.algorithm_tech_name);
  return (
    <>
      {answer.error && <Notice kind="warn" text={`${name}: ${answer.error}`} />}
      {answer.feedback.warnings.map(warning => (
        <p key={warning.code} className="soft">
          {name}: {warning.message}
        </p>
      ))}
    </>
  );
}
