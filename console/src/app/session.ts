import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request, setCsrfToken } from '../api/client';
import { ApiError } from '../api/errors';

export interface Company {
  id: string;
  name: string;
  role: string;
}

/** Who is signed in; see docs/console.md. */
export interface Session {
  user: { id: string; email: string; name?: string };
  companies: Company[];
  csrf_token: string;
  expires_at?: string;
}

async function read(): Promise<Session | null> {
  try {
    const session = await request<Session>('/api/v1/session/');
    setCsrfToken(session.csrf_token);
    return session;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 404)) return null;
    throw error;
  }
}

/** The session of this browser: undefined while it is being read, null when nobody is signed in. */
export function useSession() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['session'], queryFn: read, staleTime: Infinity });
  return {
    session: data,
    error,
    refetch,
    async signIn(body: { email: string; password: string } | { token: string }) {
      const session = await request<Session>('/api/v1/session/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      setCsrfToken(session.csrf_token);
      queries.setQueryData(['session'], session);
    },
    async signOut() {
      await request<void>('/api/v1/session/', { method: 'DELETE' });
      setCsrfToken('');
      queries.clear();
      queries.setQueryData(['session'], null);
    },
  };
}
