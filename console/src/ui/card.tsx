import { useId, type ReactNode } from 'react';
import './card.css';

/** A surface with content; with a title it is a region of that name. */
export function Card({ title, actions, tone, children }: { title?: string; actions?: ReactNode; tone?: 'sunken' | 'accent'; children: ReactNode }) {
  const id = useId();
  return (
    <section className={tone ? `card card-${tone}` : 'card'} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <div className="card-head">
          {title && <h2 id={id}>{title}</h2>}
          {actions && <div className="row">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** Names and values, such as the facts about an image. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
