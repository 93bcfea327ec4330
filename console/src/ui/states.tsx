import { useTexts } from '../texts';
import './states.css';

/** What stands in a page while it waits. */
export function Loading() {
  const { t } = useTexts();
  return (
    <p className="state" role="status">
      {t.shell.loading}
    </p>
  );
}

/** A message in place of content, or above it. */
export function Notice({
  kind,
  text,
  action,
}: {
  kind: 'good' | 'warn' | 'bad' | 'plain';
  text: string;
  action?: { label: string; onClick(): void };
}) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <p>{text}</p>
      {action && (
        <button type="button" onClick={action.onClick}>
          {action.label}
        </button>
      )}
    </div>
  );
}
