import { useEffect, useState } from 'react';
import { ApiError } from '../api/errors';
import { useTexts, type Words } from '../texts';
import { Notice } from './states';

/** What went wrong, in words. */
export function errorText(error: unknown, t: Words['t']): string {
  if (error instanceof ApiError) {
    if (error.status === 429) return t.ui.tooMany;
    if (error.status === 503) return t.ui.busy;
    if (error.status === 401) return t.ui.signedOut;
    if (error.status === 403) return `${t.ui.forbidden} ${error.message}`;
    if (error.status >= 500) return t.ui.serverError;
    return error.message;
  }
  // What `fetch` throws when there is no connection.
  return error instanceof TypeError ? t.ui.offline : error instanceof Error ? error.message : String(error);
}

/** An error in place of content. Where the server said when to come back, it counts down and then tries again by itself. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTexts();
  const wait = error instanceof ApiError ? error.retryAfter : 0;
  const [left, setLeft] = useState(wait);
  useEffect(() => setLeft(wait), [error, wait]);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => {
      setLeft(left - 1);
      if (left === 1) onRetry?.();
    }, 1000);
    return () => clearTimeout(timer);
  }, [left, onRetry]);
  return (
    <Notice
      kind={wait > 0 ? 'warn' : 'bad'}
      text={errorText(error, t)}
      more={left > 0 ? t.ui.retryIn(left) : undefined}
      action={onRetry && { label: t.shell.retry, onClick: onRetry }}
    />
  );
}
