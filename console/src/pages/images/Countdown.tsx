import { useNow, useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';

/** The time until something is deleted; null is kept until somebody erases it. */
export function Countdown({ to }: { to: string | null | undefined }) {
  const { t } = useTexts();
  const { away, moment } = useTimes();
  const now = useNow();
  if (!to) return <Badge>{t.privacy.noEnd}</Badge>;
  const left = new Date(to).getTime() - now;
  return (
    <span title={moment(to)}>
      <Badge tone={left < 86_400_000 ? 'bad' : left < 7 * 86_400_000 ? 'warn' : 'plain'}>{left <= 0 ? t.privacy.anyMoment : away(to, now)}</Badge>
    </span>
  );
}
