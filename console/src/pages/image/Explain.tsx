import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ErrorNotice } from '../../ui/error-notice';
import { EmptyState, Loading } from '../../ui/states';
import { LayerIndex } from '../../viewer/hits';
import { pixelsPerMillimetre, type Layer, type ResultData } from '../../viewer/model';
import type { Pick } from '../../viewer/react';
import { algorithmName, areaName, fullName, sizesOf, wordsFor } from '../../viewer/words';
import { placeOf, useExplanation, type ExplainedAlgorithm, type ExplainedShape } from './explain';
import { valueText } from './scores';

interface Props {
  company: string;
  image: string;
  pick: Pick | null;
  results: ResultData[];
  size: [number, number];
  onReveal(layer: string, index: number): void;
}

/** Marks explain skin; areas and landmarks only say where it is. */
const technical = new Set(['facial_landmarks', 'front_face_areas', 'skin_areas', 'quality']);
/** So many shapes of an algorithm are listed. */
const maxShapes = 4;

/** Which shapes make the scores at the place that was clicked, how much each is of all that was marked, and the scores of the area. */
export function Explain(props: Props) {
  const { company, image, pick, size } = props;
  const { t, language } = useTexts();
  const words = wordsFor(language);
  const explanation = useExplanation(company, image, pick, size);
  const found = (explanation.data?.algorithms ?? []).filter(
    item => !technical.has(item.algorithm_tech_name) && (item.shapes.length > 0 || item.heat_maps.some(map => map.intensity > 0)),
  );
  const areas = explanation.data?.area_names ?? [];
  return (
    <Card title={t.image.explain}>
      <div className="explain" aria-live="polite">
        {!pick && <p className="soft">{t.image.explainHint}</p>}
        {explanation.error && <ErrorNotice error={explanation.error} onRetry={() => void explanation.refetch()} />}
        {explanation.isFetching && !explanation.data && <Loading lines={2} />}
        {areas.length > 0 && (
          <p>
            {words.lies}: <strong>{areas.map(area => areaName(words, area)).join(', ')}</strong>
          </p>
        )}
        {explanation.data && !found.length && <EmptyState icon="search" title={words.nothingHere} />}
        <ul className="explain-list">
          {pick && found.map(item => <Algorithm key={item.algorithm_tech_name} {...props} pick={pick} found={item} />)}
        </ul>
      </div>
    </Card>
  );
}

function Algorithm({ found, pick, results, size, onReveal }: Props & { pick: Pick; found: ExplainedAlgorithm }) {
  const { t, language } = useTexts();
  const words = wordsFor(language);
  const areas = found.areas.filter(area => area.main_metric && area.main_metric.value !== null);
  return (
    <li>
      <strong>{algorithmName(words, found.algorithm_tech_name)}</strong>
      {areas.length > 0 && (
        <p className="soft">
          {areas
            .map(area => `${area.area_name === 'face' ? t.image.face : areaName(words, area.area_name)}: ${valueText(area.main_metric, language)}`)
            .join(' · ')}
        </p>
      )}
      <ul className="explain-shapes">
        {found.heat_maps
          .filter(map => map.intensity > 0)
          .map(map => (
            <li key={map.mask_index}>
              {words.intensity} {Math.round(map.intensity * 100)} %
            </li>
          ))}
        {found.shapes.slice(0, maxShapes).map(shape => {
          const at = placeOf(results, pick, found.algorithm_tech_name, shape);
          if (!at) return null;
          return (
            <li key={`${shape.mask_index} ${shape.feature_index} ${shape.shape_index}`}>
              <span>{describe(at.layer, at.index, shape)}</span>
              <Button small icon="search" onClick={() => onReveal(at.layer.id, at.index)}>
                {t.image.reveal}
              </Button>
            </li>
          );
        })}
      </ul>
    </li>
  );

  function describe(layer: Layer, index: number, shape: ExplainedShape): string {
    const own = layer.shapes[index]!;
    const measures = new LayerIndex({ ...layer, shapes: [] }, size).measured(own);
    const hit = { layer, index, shape: own, intensity: shape.intensity, measures, distance: shape.distance };
    const sizes = sizesOf(words, hit, pixelsPerMillimetre(results), language).map(([key, value]) => `${key} ${value}`);
    const where = shape.covers || shape.distance === 0 ? t.image.covers : t.image.near;
    return [`${fullName(words, layer)} (${where})`, ...sizes, t.image.share(Math.round(shape.share * 1000) / 10, layer.shapes.length)].join(', ');
  }
}
