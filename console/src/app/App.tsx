import { lazy, Suspense, type ComponentType } from 'react';
import { Link, Route, Router, Switch } from 'wouter';
import { root } from '../api/root';
import { useTexts, TextsProvider } from '../texts';
import { ErrorNotice } from '../ui/error-notice';
import { Loading } from '../ui/states';
import { Page } from '../ui/page';
import { useSession } from './session';
import { Shell } from './Shell';

const Phone = lazy(() => import('../pages/handover/PhonePage'));
const SignIn = lazy(() => import('../pages/signin/SignInPage'));

// One line per page; each is loaded when it is first opened. Parameters of the path come as `params`.
const pages: Record<string, ComponentType<any>> = {
  '/': lazy(() => import('../pages/start/StartPage')),
  '/images/:id': lazy(() => import('../pages/image/ImagePage')),
  '/subjects/:id/compare': lazy(() => import('../pages/compare/ComparePage')),
  '/images/:id/report': lazy(() => import('../pages/report/ReportPage')),
  '/images/:id/editor': lazy(() => import('../pages/editor/EditorPage')),
  '/images/:id/styling': lazy(() => import('../pages/styling/StylingPage')),
  '/images': lazy(() => import('../pages/images/ImagesPage')),
  '/images/:image/privacy': lazy(() => import('../pages/images/PrivacyPage')),
  '/subjects': lazy(() => import('../pages/subjects/SubjectsPage')),
  '/datasets': lazy(() => import('../pages/datasets/DatasetsPage')),
  '/datasets/:dataset': lazy(() => import('../pages/datasets/DatasetPage')),
  '/datasets/:dataset/subjects/:subject': lazy(() => import('../pages/subjects/SubjectPage')),
  '/admin/:section?': lazy(() => import('../pages/admin/AdminPage')),
  '/receipts/:receipt': lazy(() => import('../pages/receipts/ReceiptPage')),
};

// A phone that was handed a link is shown nothing else, and is not asked to sign in.
const secret = /\/capture\/([\w-]+)\/?$/.exec(location.pathname)?.[1];

export function App() {
  return (
    <TextsProvider>
      <Router base={`${root}console`}>
        <Suspense fallback={<Loading />}>
          {secret ? <Phone secret={secret} /> : <Pages />}
        </Suspense>
      </Router>
    </TextsProvider>
  );
}

function Pages() {
  const { session, error, refetch } = useSession();
  if (session === undefined && error) {
    return (
      <main>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (session === undefined) return <Loading />;
  if (session === null) return <SignIn />;
  return (
    <Shell>
      <Suspense fallback={<Loading />}>
        <Switch>
          {Object.entries(pages).map(([path, page]) => (
            <Route key={path} path={path} component={page} />
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}

function NotFound() {
  const { t } = useTexts();
  return (
    <Page title={t.shell.notFound} lead={t.shell.notFoundMore}>
      <Link href="/">{t.shell.start}</Link>
    </Page>
  );
}
