import { QueryView } from '../../lists/QueryView';
import { useListState } from '../../lists/useListState';
import { useTexts } from '../../texts';
import { LinkButton } from '../../ui/button';
import { SelectField } from '../../ui/field';
import { EmptyState } from '../../ui/states';
import { useDatasets } from '../datasets/useDatasets';
import { WebhookPanel } from './WebhookPanel';

/** A dataset has at most one webhook: choose a dataset. */
export function WebhooksSection() {
  const { t } = useTexts();
  const { get, set } = useListState();
  return (
    <QueryView query={useDatasets()}>
      {({ results }) => {
        const chosen = results.find(({ id }) => id === get('dataset')) ?? results[0];
        if (!chosen)
          return (
            <EmptyState icon="bolt" title={t.subjects.noDataset}>
              <LinkButton href="/datasets" kind="primary" children={t.datasets.title} />
            </EmptyState>
          );
        return (
          <>
            <div className="filters">
              <SelectField label={t.datasets.one} value={chosen.id} onChange={event => set({ dataset: event.target.value, state: '', q: '' })}>
                {results.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
            </div>
            <WebhookPanel key={chosen.id} dataset={chosen.id} />
          </>
        );
      }}
    </QueryView>
  );
}
