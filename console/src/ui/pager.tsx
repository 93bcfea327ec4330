import { useTexts } from '../texts';
import { Button } from './button';
import './pager.css';

/** Which entries of a list are shown, and the way to the others. */
export function Pager({ page, pageSize, count, onPage }: { page: number; pageSize: number; count: number; onPage(page: number): void }) {
  const { t, locale } = useTexts();
  const pages = Math.max(1, Math.ceil(count / pageSize));
  if (pages === 1 && page === 1) return null;
  const number = (value: number) => value.toLocaleString(locale);
  return (
    <nav className="pager" aria-label={t.ui.pages}>
      <Button icon="previous" small disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {t.ui.previous}
      </Button>
      <span aria-live="polite">
        {t.ui.range(number((page - 1) * pageSize + 1), number(Math.min(page * pageSize, count)), number(count))}
      </span>
      <Button icon="next" small disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {t.ui.next}
      </Button>
    </nav>
  );
}
