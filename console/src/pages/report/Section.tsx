import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import type { ResultData } from '../../viewer/model';
import { algorithmName, wordsFor } from '../../viewer/words';
import { limitOf } from '../compare/change';
import { classOf, marginText, measuresOf, scoreOf, statusOf, valueText, warningsOf, wholeOf } from '../image/scores';

/** What one algorithm found: the picture with its legend, the score, the raw measures, and the change since before. */
export function Section(props: { result: ResultData; before?: ResultData; picture?: string | null; earlier?: string | null }) {
  const { result, before, picture, earlier } = props;
  const { t, language } = useTexts();
  const name = algorithmName(wordsFor(language), result.algorithm_tech_name);
  const whole = wholeOf(result);
  const old = before && wholeOf(before);
  const score = scoreOf(whole?.main_metric);
  const status = statusOf(result);
  const raw = measuresOf(whole).filter(metric => metric.value !== null);
  return (
    <section className="report-section">
      <h2>
        {name} {status && status !== 'stable' && <Badge tone="warn">{t.image.status[status] ?? status}</Badge>}
      </h2>
      <div className="report-body">
        <div className="report-pictures">
          {earlier && <img src={earlier} alt={`${t.report.before}. ${t.report.picture(name)}`} />}
          {picture && <img src={picture} alt={t.report.picture(name)} />}
        </div>
        <div>
          <p className="report-score">
            {valueText(whole?.main_metric, language)}
            {score !== null && <small> / 100 · {[t.image.classes[classOf(score)], marginText(whole, language)].filter(Boolean).join(' · ')}</small>}
          </p>
          {old && <Change result={result} before={before} />}
          {warningsOf(result).map(code => (
            <p key={code} className="soft">
              {t.image.problems[code] ?? code.replace(/_/g, ' ')}
            </p>
          ))}
          {raw.length > 0 && (
            <table className="measures">
              <caption>{t.image.raw}</caption>
              {old && (
                <thead>
                  <tr>
                    <td />
                    <th scope="col">{t.report.before}</th>
                    <th scope="col">{t.report.after}</th>
                  </tr>
                </thead>
              )}
              <tbody>
                {raw.map(metric => (
                  <tr key={metric.tech_name}>
                    <th scope="row">{metric.name}</th>
                    {old && (
                      <td>
                        {valueText(
                          old.sub_metrics?.find(other => other.tech_name === metric.tech_name),
                          language,
                        )}
                      </td>
                    )}
                    <td>{valueText(metric, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </div>
    </section>
  );
}

function Change({ result, before }: { result: ResultData; before: ResultData }) {
  const { t, language } = useTexts();
  const [now, then] = [wholeOf(result)?.main_metric?.value, wholeOf(before)?.main_metric?.value];
  if (typeof now !== 'number' || typeof then !== 'number') return null;
  const limit = limitOf(before, result);
  const words = limit === null ? t.report.unknownNoise : Math.abs(now - then) <= limit ? t.report.within : t.report.beyond;
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  return (
    <p>
      {t.report.before}: {then.toLocaleString(language)}. {t.report.change}: {number(now - then)} ({words}).
    </p>
  );
}
