import { useEffect, useState } from 'react';
import { useTexts } from '../texts';

/** Moments as people of the chosen language write them. */
export function useTimes() {
  const { locale } = useTexts();
  return {
    day: (at: string) => new Date(at).toLocaleDateString(locale, { dateStyle: 'medium' }),
    moment: (at: string) => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    second: (at: string) => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
    /** How far away a moment is, such as "in 3 days". */
    away: (at: string, now = Date.now()) => away(new Date(at).getTime() - now, locale),
  };
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function away(milliseconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, length] of units) if (Math.abs(milliseconds) >= length) return format.format(Math.round(milliseconds / length), unit);
  return format.format(Math.round(milliseconds / 1000), 'second');
}

/** The present, once a second, for what counts down. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
