import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useRights } from '../../app/company';
import { useTimes } from '../../lists/time';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { ErrorNotice } from '../../ui/error-notice';
import { Loading } from '../../ui/states';
import { Table } from '../../ui/table';
import { toast } from '../../ui/toast';
import { Viewer } from '../../viewer/react';
import type { Image } from '../image/data';
import { readVersion, readVersions, restoreVersion, type Version } from './api';
import { SaveDialog } from './SaveDialog';

interface Props {
  image: Image;
  algorithm: string;
  /** What the result is now (`If-Match`). */
  tag: string | null;
  /** Whether there are changes that are not saved. */
  dirty: boolean;
  onRestored(): void;
}

/** What people have changed in a result: who, when, why and how much. Any version can be looked at, and made the result again. */
export function History({ image, algorithm, tag, dirty, onRestored }: Props) {
  const { t } = useTexts();
  const rights = useRights();
  const times = useTimes();
  const [seen, setSeen] = useState(0);
  const [restoring, setRestoring] = useState(0);
  const versions = useQuery({
    queryKey: [image.company_id, 'history', image.id, algorithm, tag],
    queryFn: () => readVersions(image.company_id, image.id, algorithm),
  });
  const counts = ({ added, removed, changed }: Version) =>
    added === null && removed === null && changed === null ? '–' : t.editor.counts(added ?? 0, removed ?? 0, changed ?? 0);
  async function restore(note: string) {
    await restoreVersion(image.company_id, image.id, algorithm, restoring, tag, note);
    toast(t.editor.restored(restoring));
    setRestoring(0);
    setSeen(0);
    void versions.refetch();
    onRestored();
  }
  return (
    <Card title={t.editor.history}>
      {versions.error ? (
        <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />
      ) : !versions.data ? (
        <Loading />
      ) : versions.data.length ? (
        <Table
          caption={t.editor.history}
          rows={versions.data}
          rowKey={version => version.number}
          columns={[
            {
              head: t.editor.version,
              kind: 'main',
              cell: version => (
                <>
                  {t.editor.versionOf(version.number)} {version.is_current && <Badge tone="good">{t.editor.current}</Badge>}
                </>
              ),
            },
            { head: t.editor.when, cell: version => (version.stored_at ? times.moment(version.stored_at) : '–') },
            { head: t.editor.who, cell: version => version.user?.full_name || version.user?.email || t.editor.analysis },
            { head: t.editor.noteHead, cell: version => version.note ?? '–' },
            { head: t.editor.what, cell: counts },
            {
              head: t.editor.actions,
              kind: 'actions',
              cell: version => (
                <div className="row">
                  <Button
                    small
                    aria-pressed={seen === version.number}
                    aria-label={`${t.editor.look}: ${t.editor.versionOf(version.number)}`}
                    onClick={() => setSeen(seen === version.number ? 0 : version.number)}
                  >
                    {t.editor.look}
                  </Button>
                  {rights.change && !version.is_current && (
                    <Button small aria-label={`${t.editor.restore}: ${t.editor.versionOf(version.number)}`} onClick={() => setRestoring(version.number)}>
                      {t.editor.restore}
                    </Button>
                  )}
                </div>
              ),
            },
          ]}
        />
      ) : (
        <p className="soft">{t.editor.noHistory}</p>
      )}
      {seen > 0 && <Seen key={seen} image={image} algorithm={algorithm} number={seen} />}
      {restoring > 0 && (
        <SaveDialog
          title={t.editor.restoreTitle(restoring)}
          submit={t.editor.restore}
          warning={dirty ? t.editor.restoreLoses : undefined}
          onSubmit={restore}
          reload={t.editor.reload}
          onReload={async () => {
            setRestoring(0);
            void versions.refetch();
            onRestored();
          }}
          onClose={() => setRestoring(0)}
        />
      )}
    </Card>
  );
}

function Seen({ image, algorithm, number }: { image: Image; algorithm: string; number: number }) {
  const { t } = useTexts();
  const version = useQuery({
    queryKey: [image.company_id, 'version', image.id, algorithm, number],
    queryFn: () => readVersion(image.company_id, image.id, algorithm, number),
    staleTime: Infinity,
  });
  const results = useMemo(() => (version.data ? [version.data] : []), [version.data]);
  if (version.error) return <ErrorNotice error={version.error} onRetry={() => void version.refetch()} />;
  if (!version.data) return <Loading />;
  const name = t.editor.versionOf(number);
  return (
    <section className="editor-version" aria-label={name}>
      <h3>{name}</h3>
      <Viewer original={image.urls.original} restored={image.urls.restored} results={results} layers="all" controls="bar" label={`${image.name}, ${name}`} />
    </section>
  );
}
