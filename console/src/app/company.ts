import { useSyncExternalStore } from 'react';
import { useSession, type Company } from './session';

const key = 'cutis.company';
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Chooses the company that all pages show. */
export function chooseCompany(id: string): void {
  localStorage.setItem(key, id);
  for (const listener of listeners) listener();
}

/** The company that all pages show: the one that was chosen last, or the first. Signed-in pages have one. */
export function useCompany(): Company {
  const { session } = useSession();
  const chosen = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  const companies = session?.companies ?? [];
  return companies.find(company => company.id === chosen) ?? companies[0] ?? { id: '', name: '', role: 'read_only' };
}

/** What the role allows: owners administer, members change data, everyone reads. */
export function useRights() {
  const { role } = useCompany();
  return { owner: role === 'owner', change: role !== 'read_only' };
}
