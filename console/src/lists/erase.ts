import type { QueryClient } from '@tanstack/react-query';

/** After an erasure: nothing of what was known is shown any more, and the receipt tells what went. */
export async function erased(queries: QueryClient, company: string, response: Response, go: (path: string) => void): Promise<void> {
  const receipt = response.headers.get('X-Erasure-Receipt');
  go(receipt ? `/receipts/${receipt}?new` : '/receipts');
  // The page that is being left does not ask for what is gone.
  queries.removeQueries({ queryKey: [company], type: 'inactive' });
  await queries.invalidateQueries({ queryKey: [company], refetchType: 'none' });
}
