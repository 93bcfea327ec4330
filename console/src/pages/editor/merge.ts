import type { Shape } from '../../viewer/geometry';
import type { MaskData, ResultData } from '../../viewer/model';
import { featuresOf, shapesOf } from './shapes';

const key = (shape: Shape) => JSON.stringify(featuresOf([shape], []).map(({ geometry }) => geometry));

/** Those of the one list that are not in the other, where the same shape may stand several times. */
function without(shapes: Shape[], taken: Shape[]): Shape[] {
  const counts = new Map<string, number>();
  for (const shape of taken) counts.set(key(shape), (counts.get(key(shape)) ?? 0) + 1);
  return shapes.filter(shape => {
    const left = counts.get(key(shape)) ?? 0;
    counts.set(key(shape), left - 1);
    return left <= 0;
  });
}

function mergeMask(base: MaskData | undefined, mine: MaskData | undefined, theirs: MaskData): MaskData {
  const isAnother = [base, mine].some(mask => !mask || mask.tech_name !== theirs.tech_name || mask.mask_type !== theirs.mask_type);
  if (isAnother || theirs.mask_type === 'heatmap_mask') return theirs;
  const [before, own, other] = [shapesOf(base!), shapesOf(mine!), shapesOf(theirs)];
  const merged = [...without(other, without(before, own)), ...without(own, before)];
  return { ...theirs, features: featuresOf(merged, theirs.features ?? []) };
}

/** What others have made of a result, with one's own changes on it: shapes that were taken out go, shapes that were added come. */
export function merge(base: ResultData, mine: ResultData, theirs: ResultData): ResultData {
  const masks = (frame: 'masks_original' | 'masks_restored') =>
    theirs[frame]?.map((mask, index) => mergeMask(base[frame]?.[index], mine[frame]?.[index], mask)) ?? theirs[frame];
  return { ...theirs, masks_original: masks('masks_original'), masks_restored: masks('masks_restored') };
}
