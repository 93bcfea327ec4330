import { useTexts } from '../../texts';
import { LinkButton } from '../../ui/button';
import { SelectField } from '../../ui/field';
import { Page } from '../../ui/page';
import { EmptyState } from '../../ui/states';
import { QueryView } from '../../lists/QueryView';
import { useListState } from '../../lists/useListState';
import { useDatasets } from '../datasets/useDatasets';
import { SubjectList } from './SubjectList';

/** Subjects belong to datasets: choose one, and see its subjects. */
export default function SubjectsPage() {
  const { t } = useTexts();
  const { get, set } = useListState();
  const query = useDatasets();
  return (
    <Page title={t.subjects.title} lead={t.subjects.lead}>
      <QueryView query={query}>
        {({ results }) => {
          const chosen = results.find(({ id }) => id === get('dataset')) ?? results[0];
          if (!chosen)
            return (
              <EmptyState icon="user" title={t.subjects.noDataset}>
                <p>{t.subjects.noDatasetMore}</p>
                <LinkButton href="/datasets" kind="primary" children={t.datasets.title} />
              </EmptyState>
            );
          return (
            <>
              <div className="filters">
                <SelectField label={t.datasets.one} value={chosen.id} onChange={event => set({ dataset: event.target.value, q: '' })}>
                  {results.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </SelectField>
              </div>
              <SubjectList key={chosen.id} dataset={chosen.id} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
