import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request, setCsrfToken } from '../api/client';

export interface Company {
  id: string;
  name: string;
  role: string;
}

/** Who is signed in; see docs/console.md. */
export interface Session {
  user: { id: string; email: string; full_name?: string };
  companies: Company[];
  csrf_token: string;
  expires_at?: string;
}

type Answer = { authenticated: false; demo: boolean } | ({ authenticated: true; demo: boolean } & Session);

async function read(): Promise<Answer> {
  const answer = await request<Answer>('/api/v1/session/');
  setCsrfToken(answer.authenticated ? answer.csrf_token : '');
  return answer;
}

const json = (body: object): RequestInit => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** The session of this browser: undefined while it is being read, null when nobody is signed in. */
export function useSession() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['session'], queryFn: read, staleTime: Infinity });
  return {
    session: data && (data.authenticated ? data : null),
    /** Whether one may sign in to the demo company without a password. */
    demo: data?.demo ?? false,
    error,
    refetch,
    async signIn(body: { email: string; password: string } | { token: string } | { demo: true }) {
      const demo = 'demo' in body;
      const answer = await request<Answer>(demo ? '/api/v1/session/demo/' : '/api/v1/session/', demo ? { method: 'POST' } : json(body));
      setCsrfToken(answer.authenticated ? answer.csrf_token : '');
      queries.setQueryData(['session'], { ...answer, authenticated: true });
    },
    async signOut() {
      await request<void>('/api/v1/session/', { method: 'DELETE' });
      setCsrfToken('');
      queries.setQueryData(['session'], await read());
      // Nothing of what was shown stays for whoever comes next.
      queries.removeQueries({ predicate: query => query.queryKey[0] !== 'session' });
    },
  };
}
