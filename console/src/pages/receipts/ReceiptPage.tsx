import { useQuery } from '@tanstack/react-query';
import { useSearch } from 'wouter';
import { api } from '../../api/client';
import { useCompany } from '../../app/company';
import { QueryView } from '../../lists/QueryView';
import { useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Card, Facts } from '../../ui/card';
import { CopyButton } from '../../ui/copy-button';
import { Page } from '../../ui/page';
import { Notice } from '../../ui/states';
import { verify, type Receipt, type Verdict } from './verify';

const tones: Record<Verdict, Tone> = { good: 'good', bad: 'bad', unknown_key: 'warn', not_here: 'warn' };
type Counted = Record<string, { count?: number } | undefined>;

/** What an erasure took, signed by the server; whether the signature is right is found out here. */
export default function ReceiptPage({ params: { receipt } }: { params: { receipt: string } }) {
  const { t } = useTexts();
  const { id: company } = useCompany();
  const query = useQuery({
    queryKey: [company, 'receipt', receipt],
    queryFn: async () => {
      const path = { company, receipt };
      const [found, keys] = await Promise.all([
        api.GET('/api/v1/companies/{company}/receipts/{receipt}/', { params: { path } }),
        api.GET('/api/v1/companies/{company}/receipts/keys/', { params: { path } }),
      ]);
      return { receipt: found.data!, verdict: await verify(found.data!, keys.data!.keys) };
    },
  });
  const isNew = useSearch().includes('new');
  return (
    <Page title={query.data ? t.receipts.number(query.data.receipt.number) : t.receipts.one} up={{ href: '/admin/receipts', label: t.receipts.title }}>
      {isNew && <Notice kind="good" text={t.receipts.done} />}
      <QueryView query={query}>{({ receipt, verdict }) => <Shown receipt={receipt} verdict={verdict} />}</QueryView>
    </Page>
  );
}

function Shown({ receipt, verdict }: { receipt: Receipt; verdict: Verdict }) {
  const { t } = useTexts();
  const { second } = useTimes();
  const statement = receipt.statement as { previous?: string | null; erased?: Counted & { counts?: Record<string, number> } };
  const erased = statement.erased ?? {};
  const kinds: Record<string, string> = t.receipts.kinds;
  const parts: Record<string, string> = t.receipts.parts;
  const counts = [
    ...['datasets', 'subjects', 'batches', 'images', 'files'].map(name => [name, erased[name]?.count ?? 0] as const),
    ...Object.entries(erased.counts ?? {}),
  ].filter(([, count]) => count > 0);
  return (
    <div className="stack">
      <Card title={kinds[receipt.kind] ?? receipt.kind} actions={<Badge tone={tones[verdict]}>{t.receipts.verdicts[verdict]}</Badge>}>
        <Facts
          facts={[
            [t.receipts.at, second(receipt.erased_at)],
            ...counts.map(([name, count]) => [parts[name] ?? name.replaceAll('_', ' '), String(count)] as const),
            [t.receipts.digest, <code>{receipt.sha256}</code>],
            [t.receipts.previous, <code>{statement.previous ?? t.receipts.first}</code>],
          ]}
        />
      </Card>
      <Card title={t.receipts.statement}>
        <p className="soft">{t.receipts.statementMore}</p>
        <pre className="pre" tabIndex={0} aria-label={t.receipts.statement}>
          {JSON.stringify(receipt.statement, null, 2)}
        </pre>
        <p className="row">
          <Button kind="primary" icon="download" onClick={() => download(receipt)} children={t.receipts.download} />
          <CopyButton text={receipt.jws} label={t.receipts.copy} small={false} />
        </p>
      </Card>
    </div>
  );
}

function download(receipt: Receipt) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: `receipt-${receipt.number}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
