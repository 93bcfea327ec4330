import { useId } from 'react';
import { useTexts } from '../../texts';
import type { TrendValue } from './data';

const [width, height] = [640, 260];
const [left, right, top, bottom] = [52, 620, 16, 220];

/** A value over time, with what a repetition may differ by as a band; the same as a table below. */
export function Chart({ title, points, marked }: { title: string; points: TrendValue[]; marked: string[] }) {
  const { t, language, locale } = useTexts();
  const id = useId();
  const date = (time: Date) => time.toLocaleDateString(locale, { dateStyle: 'medium' });
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  const times = points.map(point => point.time.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const reach = points.flatMap(({ value, margin }) => [value - (margin ?? 0), value + (margin ?? 0)]);
  const isScore = points.every(({ value }) => value >= 0 && value <= 100);
  const [low, high] = isScore ? [0, 100] : [Math.min(0, ...reach), Math.max(...reach, 1)];
  const x = (time: number) => (last > first ? left + ((time - first) / (last - first)) * (right - left) : (left + right) / 2);
  const y = (value: number) => bottom - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (bottom - top);
  const banded = points.filter(point => point.margin !== null);
  const edge = (sign: number) => banded.map(point => `${x(point.time.getTime())},${y(point.value + sign * point.margin!)}`);
  const unlike = points.some(point => point.differences.length > 0);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(share => low + share * (high - low));
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
        <title id={id}>{t.compare.chartOf(title, points.length)}</title>
        {ticks.map(value => (
          <g key={value}>
            <line className="chart-grid" x1={left} x2={right} y1={y(value)} y2={y(value)} />
            <text className="chart-label" x={left - 8} y={y(value) + 4} textAnchor="end">
              {number(value)}
            </text>
          </g>
        ))}
        {banded.length > 1 && <polygon className="chart-band" points={[...edge(1), ...edge(-1).reverse()].join(' ')} />}
        <polyline className="chart-line" points={points.map(point => `${x(point.time.getTime())},${y(point.value)}`).join(' ')} />
        {points.map(({ id: key, time, value, margin }) => (
          <g key={key} className={marked.includes(key) ? 'chart-marked' : undefined}>
            {margin !== null && (
              <line className="chart-error" x1={x(time.getTime())} x2={x(time.getTime())} y1={y(value - margin)} y2={y(value + margin)} />
            )}
            <circle className="chart-point" cx={x(time.getTime())} cy={y(value)} r={marked.includes(key) ? 6 : 4} />
          </g>
        ))}
        <text className="chart-label" x={left} y={height - 14}>
          {date(new Date(first))}
        </text>
        {last > first && (
          <text className="chart-label" x={right} y={height - 14} textAnchor="end">
            {date(new Date(last))}
          </text>
        )}
      </svg>
      <figcaption className="soft">{banded.length ? t.compare.band : t.compare.noBand}</figcaption>
      <details>
        <summary>{t.compare.table}</summary>
        <table className="measures">
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.compare.date}</th>
              <th scope="col">{t.compare.value}</th>
              <th scope="col">±</th>
              {unlike && <th scope="col">{t.compare.notAlike}</th>}
            </tr>
          </thead>
          <tbody>
            {points.map(point => (
              <tr key={point.id}>
                <th scope="row">{point.time.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })}</th>
                <td>{number(point.value)}</td>
                <td>{point.margin === null ? '–' : number(point.margin)}</td>
                {unlike && <td>{point.differences.map(item => t.compare.since[item] ?? item).join(' ')}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
