import { useTexts } from '../../texts';
import type { Dataset } from './useDatasets';

/** How long a dataset keeps photos and results, in words. */
export function RetentionWords({ dataset }: { dataset: Dataset }) {
  const { t } = useTexts();
  const { expire_images_after_days: photos, expire_metadata_after_days: results, clean_images_as_soon_as_ready: soon } = dataset;
  const parts = [
    soon ? t.datasets.photosSoon : photos !== null && t.datasets.photosFor(photos),
    results !== null && t.datasets.resultsFor(results),
  ].filter(part => part !== false);
  return <>{parts.join(' ') || t.datasets.keepsAll}</>;
}
