import { useEffect, useRef } from 'react';
import { useTexts } from '../../texts';
import { Button, LinkButton } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import { Icon } from '../../ui/icons';
import { Notice } from '../../ui/states';
import { steps, type Progress } from './useFirstPhoto';

/** The photo on its way: what is done, what is being done, and what to change if it is not good enough. */
export function PhotoProgress({ progress, onAgain, onOther }: { progress: Progress; onAgain(): void; onOther(): void }) {
  const { t } = useTexts();
  const { step, part, error, ended } = progress;
  const at = ended ? steps.length : steps.indexOf(step);
  const going = !ended && error === undefined;
  return (
    <div className="progress">
      <div className={going ? 'progress-photo progress-going' : 'progress-photo'}>
        <img src={progress.preview} alt={t.start.yourPhoto} />
      </div>
      <div className="stack">
        <ol className="progress-steps">
          {steps.map((name, index) => (
            <li key={name} className={index < at ? 'is-done' : index === at ? (going ? 'is-going' : 'is-failed') : undefined}>
              <span aria-hidden="true">{index < at ? <Icon name="check" size={16} /> : index + 1}</span>
              {t.start.steps[name]}
              {index === at && going && part > 0 && <progress value={part} aria-label={t.start.steps[name]} />}
            </li>
          ))}
        </ol>
        <p className="hidden-visually" role="status">
          {going ? t.start.steps[step] : ''}
        </p>
        {error !== undefined && (
          <>
            <ErrorNotice error={error} onRetry={onAgain} />
            <Button onClick={onOther}>{t.start.other}</Button>
          </>
        )}
        {ended && <Advice ended={ended} onOther={onOther} />}
        {going && <Button onClick={onOther}>{t.ui.cancel}</Button>}
      </div>
    </div>
  );
}

function Advice({ ended, onOther }: { ended: NonNullable<Progress['ended']>; onOther(): void }) {
  const { t } = useTexts();
  const { image, faces, failed } = ended;
  const advice: Record<string, string> = t.start.advice;
  const word = useRef<HTMLHeadingElement>(null);
  useEffect(() => word.current?.scrollIntoView({ block: 'nearest' }), []);
  if (failed !== null) return <Problem text={`${t.start.failed} ${failed}`} onOther={onOther} />;
  if (faces === 0) return <Problem text={t.start.noFace} onOther={onOther} />;
  return (
    <div className="stack" role="status">
      <h2 ref={word}>{t.start.better}</h2>
      <ul className="advice">
        {image.problems?.map(problem => (
          <li key={problem}>{advice[problem] ?? problem.replaceAll('_', ' ')}</li>
        ))}
      </ul>
      <div className="row">
        <Button kind="primary" icon="camera" onClick={onOther}>
          {t.start.other}
        </Button>
        <LinkButton href={`/images/${image.id}`}>{t.start.anyway}</LinkButton>
      </div>
    </div>
  );
}

function Problem({ text, onOther }: { text: string; onOther(): void }) {
  const { t } = useTexts();
  return <Notice kind="bad" text={text} action={{ label: t.start.other, onClick: onOther }} />;
}
