import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../ui/error-notice';
import { Loading } from '../ui/states';
import './lists.css';

/** What was asked for, or that it is still on its way, or why it did not come. */
export function QueryView<T>({ query, lines = 6, children }: { query: UseQueryResult<T>; lines?: number; children(data: T): ReactNode }) {
  const { data, error } = query;
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void query.refetch()} />}
      {data !== undefined ? (
        <div aria-busy={query.isPlaceholderData || undefined} className={query.isPlaceholderData ? 'is-stale' : undefined}>
          {children(data)}
        </div>
      ) : (
        !error && <Loading lines={lines} />
      )}
    </>
  );
}
