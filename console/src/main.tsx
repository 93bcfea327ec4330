import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { applyTheme } from './app/theme';
import { whenSessionEnds } from './api/client';
import { ApiError } from './api/errors';
import { root } from './api/root';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

applyTheme();

// Pages of the console are under /console; the server shows the first one at its root too.
if (location.pathname === root) history.replaceState(null, '', `${root}console/${location.search}`);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused stays refused; what failed on the way is tried again.
      retry: (count, error) => count < 3 && !(error instanceof ApiError && error.status < 500 && error.status !== 429),
      retryDelay: (attempt, error) => (error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** attempt),
      staleTime: 10_000,
      refetchOnWindowFocus: false,
    },
  },
});

// A session that has ended leads back to the sign-in, wherever it is noticed.
whenSessionEnds(() => void queries.invalidateQueries({ queryKey: ['session'] }));

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
