import { useSearchParams } from 'wouter';

/** What a list shows, as it stands in the URL, so that going back and sharing a link keep it. */
export function useListState() {
  const [params, setParams] = useSearchParams();
  return {
    page: Math.max(1, Number(params.get('page')) || 1),
    get: (name: string) => params.get(name) ?? '',
    /** Changes filters; any but the page leads back to the first page. */
    set(changes: Record<string, string | number>) {
      setParams(
        before => {
          const next = new URLSearchParams(before);
          if (!('page' in changes)) next.delete('page');
          for (const [name, value] of Object.entries(changes)) {
            if (value === '' || (name === 'page' && value === 1)) next.delete(name);
            else next.set(name, String(value));
          }
          return next;
        },
        { replace: !('page' in changes) },
      );
    },
  };
}
