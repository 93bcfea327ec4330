import { useEffect, useRef, useState } from 'react';
import { Icon } from './icons';
import './pager.css';
import './field.css';

/** A search that is asked for when the typing pauses, or at once by Enter. */
export function SearchBox({ label, value, onSearch }: { label: string; value: string; onSearch(text: string): void }) {
  const [text, setText] = useState(value);
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => latest.current(text), 300);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <form
      className="search"
      role="search"
      onSubmit={event => {
        event.preventDefault();
        latest.current(text);
      }}
    >
      <Icon name="search" />
      <input className="control" type="search" aria-label={label} placeholder={label} value={text} maxLength={100} onChange={event => setText(event.target.value)} />
    </form>
  );
}
