import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { useTexts, TextsProvider } from '../texts';
import { Loading, Notice } from '../ui/states';
import { useSession } from './session';
import { Shell } from './Shell';

// One line per page; each is loaded when it is first opened.
const Start = lazy(() => import('../pages/start/StartPage'));
const SignIn = lazy(() => import('../pages/signin/SignInPage'));

export function App() {
  return (
    <TextsProvider>
      <Suspense fallback={<Loading />}>
        <Pages />
      </Suspense>
    </TextsProvider>
  );
}

function Pages() {
  const { session, error, refetch } = useSession();
  const { t } = useTexts();
  if (error) return <Notice kind="bad" text={error.message} action={{ label: t.shell.retry, onClick: () => void refetch() }} />;
  if (session === undefined) return <Loading />;
  if (session === null) return <SignIn />;
  return (
    <Shell>
      <Switch>
        <Route path="/" component={Start} />
        <Route>
          <Notice kind="warn" text={t.shell.notFound} />
        </Route>
      </Switch>
    </Shell>
  );
}
