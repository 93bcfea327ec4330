import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { root } from '../api/root';
import { useTexts } from '../texts';
import { Button } from '../ui/button';
import { SelectField } from '../ui/field';
import { Icon } from '../ui/icons';
import { Toasts } from '../ui/toast';
import { chooseCompany, useCompany } from './company';
import { Preferences } from './Preferences';
import { useSession } from './session';
import './shell.css';

/** What surrounds every page of somebody who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const company = useCompany();
  return (
    <>
      <a className="skip" href="#content">
        {t.shell.skip}
      </a>
      <header className="bar">
        <Link href="/" className="brand">
          <img src={`${root}icon.svg`} alt="" width="32" height="32" />
          {t.shell.product}
        </Link>
        <nav aria-label={t.shell.navigation} className="bar-nav">
          <Links />
        </nav>
        <span className="bar-company">{company.name}</span>
        <button type="button" className="bar-menu" popoverTarget="menu" aria-label={t.shell.menu}>
          <span className="on-phone">
            <Icon name="menu" size={24} />
          </span>
          <span className="on-desk">
            <Icon name="user" size={24} />
          </span>
        </button>
        <Menu />
      </header>
      <main id="content" tabIndex={-1} key={company.id}>
        {children}
      </main>
      <Toasts />
    </>
  );
}

function Links() {
  const { t } = useTexts();
  const [at] = useLocation();
  const links = [
    ['/', t.shell.start],
    ['/images', t.shell.images],
    ['/subjects', t.shell.subjects],
    ['/datasets', t.shell.datasets],
    ['/admin', t.shell.administration],
  ] as const;
  return links.map(([href, label]) => (
    <Link key={href} href={href} aria-current={(href === '/' ? at === '/' : at.startsWith(href)) ? 'page' : undefined}>
      {label}
    </Link>
  ));
}

/** Company, language, appearance, sign-out; on a phone the pages too. The browser closes it by Escape or a tap elsewhere. */
function Menu() {
  const { t } = useTexts();
  const { session, signOut } = useSession();
  const company = useCompany();
  const [at, go] = useLocation();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.hidePopover();
  }, [at, company.id]);
  return (
    <div id="menu" popover="auto" className="menu" ref={menu}>
      <nav aria-label={t.shell.pages} className="menu-nav on-phone">
        <Links />
      </nav>
      <p className="menu-user">{session?.user.email}</p>
      {(session?.companies.length ?? 0) > 1 && (
        <SelectField
          label={t.shell.company}
          value={company.id}
          onChange={event => {
            chooseCompany(event.target.value);
            go('/');
          }}
        >
          {session!.companies.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <Preferences />
      <a href={`${root}docs`}>{t.shell.api}</a>
      <Button onClick={() => void signOut()}>{t.shell.signOut}</Button>
    </div>
  );
}
