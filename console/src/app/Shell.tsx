import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useTexts } from '../texts';
import { useSession } from './session';
import './shell.css';

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const { signOut } = useSession();
  return (
    <>
      <a className="skip" href="#content">
        {t.shell.skip}
      </a>
      <header className="bar">
        <Link href="/" className="brand">
          {t.shell.product}
        </Link>
        <nav aria-label={t.shell.navigation}></nav>
        <button type="button" onClick={() => void signOut()}>
          {t.shell.signOut}
        </button>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
