import { useEffect, useRef, useState } from 'react';
import { request } from '../../api/client';
import { ApiError } from '../../api/errors';
import { root } from '../../api/root';
import type { CutisCapture } from '../../capture/element';
import '../../capture/element';
import { useTexts } from '../../texts';
import { ErrorNotice } from '../../ui/error-notice';
import { Loading, Notice } from '../../ui/states';
import './phone.css';

interface OpenLink {
  state: 'waiting' | 'opened' | 'uploaded' | 'expired' | 'revoked';
  side: { id: number } | null;
}

const sides = { 1: 'front', 2: 'right', 3: 'left' } as const;

/** The page that a phone opens by the code on the desk: one photo, without signing in. */
export default function PhonePage({ secret }: { secret: string }) {
  const { t } = useTexts();
  const [link, setLink] = useState<OpenLink | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isDone, setDone] = useState(false);
  const path = `api/v1/capture/${encodeURIComponent(secret)}/`;
  const open = () => {
    setError(null);
    request<OpenLink>(`/${path}`).then(setLink, setError);
  };
  useEffect(open, [secret]);
  useEffect(() => {
    document.title = `${t.handover.title} · ${t.shell.product}`;
  }, [t]);
  const side = link?.side ? sides[link.side.id as keyof typeof sides] : undefined;
  return (
    <main className="phone" id="content">
      <h1>{t.handover.title}</h1>
      {isDone ? (
        <Notice kind="good" text={t.handover.done} />
      ) : error ? (
        error instanceof ApiError && error.status === 404 ? (
          <Notice kind="warn" text={t.handover.unknown} />
        ) : (
          <ErrorNotice error={error} onRetry={open} />
        )
      ) : !link ? (
        <Loading />
      ) : link.state === 'uploaded' ? (
        <Notice kind="warn" text={t.handover.used} />
      ) : link.state === 'expired' || link.state === 'revoked' ? (
        <Notice kind="warn" text={t.handover.expired} />
      ) : (
        <>
          <p className="soft">{t.handover.lead(side && side !== 'front' ? t.handover.sides[side] : '')}</p>
          <Capture url={root + path} onDone={() => setDone(true)} />
        </>
      )}
    </main>
  );
}

function Capture({ url, onDone }: { url: string; onDone(): void }) {
  const { language } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onDone);
  latest.current = onDone;
  useEffect(() => {
    const element = document.createElement('cutis-capture') as CutisCapture;
    element.setAttribute('sources', 'front_camera,back_camera,upload');
    element.setAttribute('show-preview', '');
    element.setAttribute('lang', language);
    element.uploadTarget = () => Promise.resolve({ url });
    element.addEventListener('uploaded', () => latest.current());
    place.current!.append(element);
    return () => element.remove();
  }, [url, language]);
  return <div ref={place} />;
}
