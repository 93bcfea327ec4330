import type { ReactNode } from 'react';
import './table.css';

export interface Column<T> {
  head: string;
  cell(row: T): ReactNode;
  /** Numbers stand right; the main cell is the title of the row where rows become cards. */
  kind?: 'number' | 'main' | 'actions';
}

/** A table that becomes a list of cards on a phone. The caption is for screen readers. */
export function Table<T>({ caption, columns, rows, rowKey }: { caption: string; columns: Column<T>[]; rows: readonly T[]; rowKey(row: T): string | number }) {
  return (
    <table className="table">
      <caption className="hidden-visually">{caption}</caption>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column.head} scope="col" className={column.kind && `cell-${column.kind}`}>
              {column.kind === 'actions' ? <span className="hidden-visually">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={rowKey(row)}>
            {columns.map(column => (
              <td key={column.head} data-head={column.kind ? undefined : column.head} className={column.kind && `cell-${column.kind}`}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
