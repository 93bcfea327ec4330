import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useCompany, useRights } from '../../app/company';
import { QueryView } from '../../lists/QueryView';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { FormDialog } from '../../ui/dialog';
import { CheckField } from '../../ui/field';
import { useApplications, type Application } from '../admin/useApplications';
import type { Dataset } from './useDatasets';

/** Which applications a dataset has, and what they compute in it. */
export function Attachments({ dataset }: { dataset: Dataset }) {
  const { t } = useTexts();
  const { change } = useRights();
  const query = useApplications();
  const [chosen, setChosen] = useState<Application | null>(null);
  return (
    <QueryView query={query}>
      {({ results }) => (
        <div className="columns">
          {results.map(application => {
            const attached = dataset.connected_applications.find(({ tech_name }) => tech_name === application.tech_name);
            return (
              <Card
                key={application.id}
                title={application.name}
                actions={attached ? <Badge tone="good">{t.applications.attached}</Badge> : <Badge>{t.applications.detached}</Badge>}
              >
                {attached && (
                  <p>
                    {attached.enabled_algorithms.length === 0 ? t.applications.everything : t.applications.only(attached.enabled_algorithms.join(', '))}
                  </p>
                )}
                {change && <Button onClick={() => setChosen(application)}>{attached ? t.applications.choose : t.applications.attach}</Button>}
              </Card>
            );
          })}
          {chosen && <AttachDialog dataset={dataset} application={chosen} onClose={() => setChosen(null)} />}
        </div>
      )}
    </QueryView>
  );
}

function AttachDialog({ dataset, application, onClose }: { dataset: Dataset; application: Application; onClose(): void }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const queries = useQueryClient();
  const now = dataset.connected_applications.find(({ tech_name }) => tech_name === application.tech_name)?.enabled_algorithms ?? [];
  const [all, setAll] = useState(now.length === 0);
  const [names, setNames] = useState(new Set(now));
  const [error, setError] = useState<unknown>(null);
  const known = useQuery({
    queryKey: ['algorithms'],
    queryFn: async () => (await api.GET('/api/v1/dicts/algorithms/')).data!,
    staleTime: 600_000,
  });
  async function save() {
    try {
      await api.POST('/api/v1/companies/{company}/applications/{application}/attach-to-dataset/', {
        params: { path: { company, application: application.tech_name } },
        body: { dataset_id: dataset.id, enabled_algorithms: all ? [] : [...names] },
      });
      await queries.invalidateQueries({ queryKey: [company] });
      onClose();
    } catch (reason) {
      setError(reason);
    }
  }
  return (
    <FormDialog title={application.name} submit={t.ui.save} error={error} onSubmit={save} onClose={onClose}>
      <CheckField label={t.applications.everything} checked={all} onChange={event => setAll(event.target.checked)} />
      {!all &&
        application.algorithms_versions.map(({ id, algorithm_tech_name: name }) => (
          <CheckField
            key={id}
            label={name.replaceAll('_', ' ')}
            hint={known.data?.find(({ tech_name }) => tech_name === name)?.reason}
            checked={names.has(name)}
            onChange={event => {
              const next = new Set(names);
              if (event.target.checked) next.add(name);
              else next.delete(name);
              setNames(next);
            }}
          />
        ))}
    </FormDialog>
  );
}
