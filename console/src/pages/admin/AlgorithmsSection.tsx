import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { components } from '../../api/schema';
import { QueryView } from '../../lists/QueryView';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Card } from '../../ui/card';
import { EmptyState } from '../../ui/states';
import { Table } from '../../ui/table';
import { useApplications } from './useApplications';

type Algorithm = components['schemas']['Algorithm'];

/** What this server can compute: its applications, its algorithms, and its plug-ins with their state. */
export function AlgorithmsSection() {
  const { t } = useTexts();
  const applications = useApplications();
  const algorithms = useQuery({ queryKey: ['algorithms'], queryFn: async () => (await api.GET('/api/v1/dicts/algorithms/')).data!, staleTime: 60_000 });
  return (
    <div className="stack">
      <QueryView query={applications} lines={3}>
        {({ results }) => (
          <div className="columns">
            {results.map(({ id, name, tech_name, algorithms_versions }) => (
              <Card key={id} title={name}>
                <p className="mono">{tech_name}</p>
                <p>{t.algorithms.count(algorithms_versions.length)}</p>
              </Card>
            ))}
          </div>
        )}
      </QueryView>
      <QueryView query={algorithms} lines={10}>
        {list => {
          const plugins = list.filter(({ source }) => source === 'plugin');
          return (
            <>
              <Card title={t.algorithms.plugins}>
                {plugins.length === 0 ? (
                  <EmptyState icon="bolt" title={t.algorithms.noPlugins}>
                    <p>
                      {t.algorithms.noPluginsMore} <code>CUTIS__ANALYSIS__PLUGINS</code>
                    </p>
                  </EmptyState>
                ) : (
                  <AlgorithmTable rows={plugins} caption={t.algorithms.plugins} />
                )}
              </Card>
              <Card title={t.algorithms.all}>
                <AlgorithmTable rows={list.filter(({ source }) => source !== 'plugin')} caption={t.algorithms.all} />
              </Card>
            </>
          );
        }}
      </QueryView>
    </div>
  );
}

function AlgorithmTable({ rows, caption }: { rows: Algorithm[]; caption: string }) {
  const { t } = useTexts();
  const statuses: Record<string, string> = t.algorithms.statuses;
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={row => row.tech_name}
      columns={[
        { head: t.lists.name, kind: 'main', cell: row => row.tech_name.replaceAll('_', ' ') },
        { head: t.algorithms.version, cell: row => row.version ?? '–' },
        { head: t.algorithms.maturity, cell: row => (row.status ? (statuses[row.status] ?? row.status) : '–') },
        { head: t.algorithms.areas, cell: row => (row.areas.length === 0 ? '–' : t.algorithms.areaCount(row.areas.length)) },
        {
          head: t.lists.state,
          cell: row =>
            row.available ? (
              <Badge tone="good">{t.algorithms.available}</Badge>
            ) : (
              <span className="soft">{row.reason ?? t.algorithms.unavailable}</span>
            ),
        },
      ]}
    />
  );
}
