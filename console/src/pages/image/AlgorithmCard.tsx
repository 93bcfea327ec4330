import { useId } from 'react';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { ScoreRing } from '../../ui/score-ring';
import type { ResultData } from '../../viewer/model';
import { algorithmName, areaName, wordsFor } from '../../viewer/words';
import { classOf, marginText, measuresOf, reasonOf, scoreOf, statusOf, valueText, warningsOf, wholeOf } from './scores';

interface Props {
  result: ResultData;
  /** Whether its masks are on the photo; null where it has none. */
  shown: boolean | null;
  onShow(shown: boolean): void;
}

/** What one algorithm found: score, class, raw measures, area by area, and what to know about it. */
export function AlgorithmCard({ result, shown, onShow }: Props) {
  const { t, language } = useTexts();
  const id = useId();
  const name = algorithmName(wordsFor(language), result.algorithm_tech_name);
  const whole = wholeOf(result);
  const score = scoreOf(whole?.main_metric);
  const status = statusOf(result);
  return (
    <section className="algorithm card" aria-labelledby={id}>
      <div className="algorithm-head">
        {score !== null && <ScoreRing value={score} label={name} />}
        <div>
          <h3 id={id}>{name}</h3>
          <p className="algorithm-class">
            {score !== null ? [t.image.classes[classOf(score)], marginText(whole, language)].filter(Boolean).join(' · ') : whole?.main_metric ? valueText(whole.main_metric, language) : t.image.maskOnly}
            {status && status !== 'stable' && <Badge tone="warn">{t.image.status[status] ?? status}</Badge>}
          </p>
        </div>
      </div>
      {[...warningsOf(result), ...(result.problems ?? [])].map(code => (
        <p key={code} className="algorithm-note">
          {t.image.problems[code] ?? code.replace(/_/g, ' ')}
        </p>
      ))}
      <div className="algorithm-actions">
        {shown !== null && (
          <Button small kind={shown ? 'primary' : 'plain'} aria-label={`${shown ? t.image.hideMask : t.image.showMask}: ${name}`} onClick={() => onShow(!shown)}>
            {shown ? t.image.hideMask : t.image.showMask}
          </Button>
        )}
      </div>
      <Measures result={result} />
    </section>
  );
}

function Measures({ result }: { result: ResultData }) {
  const { t, language } = useTexts();
  const words = wordsFor(language);
  const areas = result.area_results?.filter(area => area.main_metric) ?? [];
  const raw = measuresOf(wholeOf(result)).filter(metric => metric.value !== null);
  if (!raw.length && areas.length < 2) return null;
  return (
    <details className="algorithm-more">
      <summary>{t.image.measures}</summary>
      {raw.length > 0 && (
        <table className="measures">
          <caption>{t.image.raw}</caption>
          <tbody>
            {raw.map(metric => (
              <tr key={metric.tech_name}>
                <th scope="row">{metric.name}</th>
                <td>{valueText(metric, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {areas.length > 1 && (
        <table className="measures">
          <caption>{t.image.byArea}</caption>
          <tbody>
            {areas.map(area => (
              <tr key={area.area_name}>
                <th scope="row">{area.area_name === 'face' ? t.image.face : areaName(words, area.area_name)}</th>
                <td>{[valueText(area.main_metric, language), marginText(area, language)].filter(Boolean).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

/** What could not be measured, and why. */
export function NotMeasured({ results }: { results: ResultData[] }) {
  const { t, language } = useTexts();
  if (!results.length) return null;
  return (
    <section className="card" aria-labelledby="not-measured">
      <h2 id="not-measured">{t.image.notMeasured}</h2>
      <dl className="reasons">
        {results.map(result => (
          <div key={result.algorithm_tech_name}>
            <dt>{algorithmName(wordsFor(language), result.algorithm_tech_name)}</dt>
            <dd>{t.image.reasons[reasonOf(result)] ?? result.error}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
