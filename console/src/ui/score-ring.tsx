import './score-ring.css';

/** A score of 0 to 100 as a ring around its number; null is a dash. The name is read to screen readers. */
export function ScoreRing({ value, label, size = 64 }: { value: number | null; label: string; size?: number }) {
  const part = value === null ? 0 : Math.min(100, Math.max(0, value));
  const tone = value === null ? 'none' : part >= 70 ? 'good' : part >= 40 ? 'warn' : 'bad';
  return (
    <svg className={`ring ring-${tone}`} width={size} height={size} viewBox="0 0 64 64" role="img" aria-label={`${label}: ${value === null ? '–' : Math.round(value)}`}>
      <circle className="ring-track" cx="32" cy="32" r="27" />
      <circle className="ring-part" cx="32" cy="32" r="27" pathLength={100} strokeDasharray={`${part} 100`} transform="rotate(-90 32 32)" />
      <text x="32" y="33" textAnchor="middle" dominantBaseline="central">
        {value === null ? '–' : Math.round(value)}
      </text>
    </svg>
  );
}
