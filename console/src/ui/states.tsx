import type { ReactNode } from 'react';
import { useTexts } from '../texts';
import { Button } from './button';
import { Icon, type IconName } from './icons';
import './states.css';

/** What stands in a page while it waits: lines where the content will be. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useTexts();
  return (
    <div className="skeleton" role="status">
      <span className="hidden-visually">{t.shell.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} aria-hidden="true" />
      ))}
    </div>
  );
}

/** What stands where a list has no entries, with what to do about it. */
export function EmptyState({ icon = 'folder', title, children }: { icon?: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={28} />
      </span>
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** A message in place of content, or above it. `more` changes often and is not read out again. */
export function Notice({
  kind,
  text,
  more,
  action,
}: {
  kind: 'good' | 'warn' | 'bad' | 'plain';
  text: string;
  more?: string;
  action?: { label: string; onClick(): void };
}) {
  return (
    <div className={`notice notice-${kind}`}>
      <Icon name={kind === 'good' ? 'check' : kind === 'plain' ? 'info' : 'warn'} />
      <div className="notice-text">
        <p role={kind === 'bad' ? 'alert' : 'status'}>{text}</p>
        {more && <p className="notice-more">{more}</p>}
      </div>
      {action && (
        <Button small onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
