import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useTexts } from '../texts';
import './page.css';

let opened = false;

/** A page: its title in the tab and as the heading, which has the focus after a navigation; the way up, and what can be done. */
export function Page({
  title,
  lead,
  up,
  actions,
  children,
}: {
  title: string;
  lead?: ReactNode;
  up?: { href: string; label: string };
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.shell.product}`;
  }, [title, t]);
  useEffect(() => {
    // The first page leaves the focus where the browser has it.
    if (opened) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    opened = true;
  }, []);
  return (
    <>
      <div className="page-head">
        <div>
          {up && (
            <Link href={up.href} className="page-up">
              ‹ {up.label}
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="soft">{lead}</p>}
        </div>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </>
  );
}
