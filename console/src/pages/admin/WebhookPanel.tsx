import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { ApiError } from '../../api/errors';
import { useCompany, useRights } from '../../app/company';
import { QueryView } from '../../lists/QueryView';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Card, Facts } from '../../ui/card';
import { ConfirmDialog } from '../../ui/dialog';
import { EmptyState, Notice } from '../../ui/states';
import { Deliveries } from './Deliveries';
import { Secret } from './TokensSection';
import { WebhookDialog } from './WebhookDialog';

/** The webhook of a dataset, and what was sent by it. */
export function WebhookPanel({ dataset }: { dataset: string }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const { owner } = useRights();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<'' | 'edit' | 'remove'>('');
  const [secret, setSecret] = useState<string | null>(null);
  const params = { path: { company, dataset } };
  const path = '/api/v1/companies/{company}/datasets/{dataset}/webhooks/';
  const query = useQuery({
    queryKey: [company, 'webhook', dataset],
    queryFn: async () => {
      try {
        return (await api.GET(path, { params })).data!;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
  const refresh = () => queries.invalidateQueries({ queryKey: [company, 'webhook', dataset] });
  const turn = async (enabled: boolean) => {
    await api.PATCH(path, { params, body: { enabled } });
    await refresh();
  };
  return (
    <QueryView query={query}>
      {webhook => (
        <div className="stack">
          {webhook ? (
            <Card
              title={t.webhooks.one}
              actions={webhook.enabled ? <Badge tone="good">{t.webhooks.on}</Badge> : <Badge tone="warn">{t.webhooks.off}</Badge>}
            >
              {webhook.disabled_reason && <Notice kind="warn" text={webhook.disabled_reason} />}
              <Facts
                facts={[
                  ['URL', <code>{webhook.url}</code>],
                  [t.webhooks.method, webhook.method.toUpperCase()],
                  [t.webhooks.authorization, `${webhook.authorization} (${webhook.authorization_key})`],
                  [t.webhooks.merged, webhook.merge_webhooks ? t.ui.yes : t.ui.no],
                ]}
              />
              {owner && (
                <p className="row">
                  <Button onClick={() => setDialog('edit')}>{t.webhooks.edit}</Button>
                  <Button onClick={() => void turn(!webhook.enabled)}>{webhook.enabled ? t.webhooks.turnOff : t.webhooks.turnOn}</Button>
                  <Button kind="danger" onClick={() => setDialog('remove')} children={t.webhooks.remove} />
                </p>
              )}
            </Card>
          ) : (
            <EmptyState icon="bolt" title={t.webhooks.empty}>
              <p>{t.webhooks.emptyMore}</p>
              {owner && <Button kind="primary" icon="plus" onClick={() => setDialog('edit')} children={t.webhooks.add} />}
            </EmptyState>
          )}
          {webhook && <Deliveries dataset={dataset} />}
          {dialog === 'edit' && (
            <WebhookDialog
              dataset={dataset}
              webhook={webhook}
              onClose={() => setDialog('')}
              onSaved={made => {
                setDialog('');
                setSecret(made);
                void refresh();
              }}
            />
          )}
          {secret !== null && <Secret title={t.webhooks.secret} text={t.webhooks.secretMore} secret={secret} onClose={() => setSecret(null)} />}
          {dialog === 'remove' && (
            <ConfirmDialog
              title={t.webhooks.remove}
              text={<p>{t.webhooks.removeText}</p>}
              confirm={t.webhooks.remove}
              onClose={() => setDialog('')}
              onConfirm={async () => {
                await api.DELETE(path, { params });
                setDialog('');
                await refresh();
              }}
            />
          )}
        </div>
      )}
    </QueryView>
  );
}
