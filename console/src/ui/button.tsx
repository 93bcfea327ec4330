import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon, type IconName } from './icons';
import './button.css';

interface Look {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  small?: boolean;
  icon?: IconName;
}

const look = ({ kind = 'plain', small }: Look, more = '') => `button button-${kind} ${small ? 'button-small' : ''} ${more}`.trim();

/** A button. While `busy` it does nothing and says so to screen readers, but keeps the focus. */
export function Button({
  kind,
  small,
  icon,
  busy,
  className,
  children,
  onClick,
  ...rest
}: Look & { busy?: boolean; children?: ReactNode } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      {...rest}
      className={look({ kind, small }, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} size={small ? 16 : 20} />}
      {children}
    </button>
  );
}

/** A link within the console that looks like a button. */
export function LinkButton({ href, kind, small, icon, children }: Look & { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={look({ kind, small })}>
      {icon && <Icon name={icon} size={small ? 16 : 20} />}
      {children}
    </Link>
  );
}
