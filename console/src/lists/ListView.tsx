import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../texts';
import { Button } from '../ui/button';
import { Pager } from '../ui/pager';
import { EmptyState } from '../ui/states';
import { QueryView } from './QueryView';

export const pageSize = 24;

/** A page of a list with the way to the others; or that it is empty, or that nothing fits the filters. */
export function ListView<T>({
  query,
  page,
  onPage,
  filtered,
  onClear,
  empty,
  children,
}: {
  query: UseQueryResult<{ count: number; results: T[] }>;
  page: number;
  onPage(page: number): void;
  filtered?: boolean;
  onClear?: () => void;
  empty: ReactNode;
  children(rows: T[]): ReactNode;
}) {
  const { t } = useTexts();
  return (
    <QueryView query={query}>
      {({ count, results }) => {
        if (results.length > 0)
          return (
            <>
              {children(results)}
              <Pager page={page} pageSize={pageSize} count={count} onPage={onPage} />
            </>
          );
        if (page > 1) return <EmptyState title={t.lists.pastEnd} children={<Button onClick={() => onPage(1)}>{t.lists.first}</Button>} />;
        if (filtered) return <EmptyState icon="search" title={t.lists.nothing} children={onClear && <Button onClick={onClear}>{t.lists.clear}</Button>} />;
        return empty;
      }}
    </QueryView>
  );
}
