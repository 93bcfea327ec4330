import { useMemo } from 'react';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/states';
import { layersOf, pixelsPerMillimetre, type ResultData } from '../../viewer/model';
import type { Pick } from '../../viewer/react';
import { LayerIndex, type Hit } from '../../viewer/hits';
import { algorithmName, areaName, fullName, sizesOf, wordsFor } from '../../viewer/words';
import { scoreOf, wholeOf } from './scores';

interface Props {
  pick: Pick | null;
  results: ResultData[];
  size: [number, number];
  onReveal(layer: string, index: number): void;
}

/** Which shapes make the score at the place that was clicked: their sizes, and their share of all that the algorithm marked. */
export function Explain({ pick, results, size, onReveal }: Props) {
  const { t, language } = useTexts();
  const words = wordsFor(language);
  const marks = useMemo(() => (pick ? explain(pick, results, size) : []), [pick, results, size]);
  return (
    <section className="card explain" aria-labelledby="explain" aria-live="polite">
      <h2 id="explain">{t.image.explain}</h2>
      {!pick && <p className="soft">{t.image.explainHint}</p>}
      {pick && pick.facialArea && (
        <p>
          {words.lies}: <strong>{areaName(words, pick.facialArea)}</strong>
        </p>
      )}
      {pick && !marks.length && <EmptyState icon="search" title={words.nothingHere} />}
      <ul className="explain-list">
        {marks.map(({ hit, share, count, score }) => (
          <li key={`${hit.layer.id} ${hit.index}`}>
            <strong>{fullName(words, hit.layer)}</strong>
            {fullName(words, hit.layer) !== algorithmName(words, hit.layer.algorithm) && ` · ${algorithmName(words, hit.layer.algorithm)}`}
            <dl className="explain-sizes">
              {sizesOf(words, hit, pixelsPerMillimetre(results), language).map(([key, value]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {share !== null && <p className="soft">{t.image.share(Math.round(share * 1000) / 10, count, score)}</p>}
            {hit.index >= 0 && (
              <Button small icon="search" onClick={() => onReveal(hit.layer.id, hit.index)}>
                {t.image.reveal}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Explained {
  hit: Hit;
  /** Of all that the mask marked, by area or length; null for a heat map. */
  share: number | null;
  count: number;
  score: number | null;
}

function explain(pick: Pick, results: ResultData[], size: [number, number]): Explained[] {
  const layers = layersOf(results, pick.frame);
  return pick.marks.flatMap(({ layer: id, index, intensity }): Explained[] => {
    const layer = layers.find(item => item.id === id);
    if (!layer) return [];
    const score = scoreOf(wholeOf(results.find(result => result.algorithm_tech_name === layer.algorithm)!)?.main_metric);
    const shape = layer.shapes[index];
    if (!shape) return [{ hit: { layer, index: -1, shape: null, intensity, measures: null, distance: 0 }, share: null, count: 0, score }];
    const place = new LayerIndex({ ...layer, shapes: [] }, size);
    const all = layer.shapes.map(item => place.measured(item));
    const measures = all[index]!;
    const weight = (item: typeof measures) => (item.kind === 'line' ? item.length : item.area);
    const sum = all.reduce((total, item) => total + weight(item), 0);
    const hit: Hit = { layer, index, shape, intensity, measures, distance: 0 };
    return [{ hit, share: sum > 0 ? weight(measures) / sum : null, count: all.length, score }];
  });
}
