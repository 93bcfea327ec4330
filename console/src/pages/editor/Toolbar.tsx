import { useRights } from '../../app/company';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { SelectField } from '../../ui/field';
import type { Shape } from '../../viewer/geometry';
import type { Layer } from '../../viewer/model';
import { fullName, wordsFor } from '../../viewer/words';
import type { Tool } from './shapes';
import type { Undo } from './undo';

interface Props {
  masks: { index: number; layer: Layer }[];
  index: number;
  onMask(index: number): void;
  tool: Tool | null;
  onTool(tool: Tool): void;
  onCorner(): void;
  onFinish(): void;
  /** The shape that is edited, its place among the shapes (from 1), and their count. */
  shape: Shape | null;
  place: number;
  count: number;
  onMove(by: number): void;
  onRemove(): void;
  undo: Undo<unknown>;
  act(action: { type: 'undo' | 'redo' }): void;
  onSave(): void;
}

/** What can be done with the masks of a result. */
export function Toolbar(props: Props) {
  const { masks, index, onMask, tool, onTool, onCorner, onFinish, shape, place, count, onMove, onRemove, undo, act, onSave } = props;
  const { t, language } = useTexts();
  const rights = useRights();
  return (
    <div className="editor-bar" role="toolbar" aria-label={t.editor.tools}>
      {masks.length > 1 && (
        <SelectField label={t.editor.mask} value={index} onChange={event => onMask(Number(event.target.value))}>
          {masks.map(mask => (
            <option key={mask.index} value={mask.index}>
              {fullName(wordsFor(language), mask.layer)}
            </option>
          ))}
        </SelectField>
      )}
      <div className="row">
        {(['area', 'line', 'point', 'hole'] as const).map(kind => (
          <Button
            key={kind}
            small
            icon="plus"
            aria-pressed={tool === kind}
            kind={tool === kind ? 'primary' : 'plain'}
            disabled={kind === 'hole' && shape?.kind !== 'area'}
            onClick={() => onTool(kind)}
          >
            {t.editor.add[kind]}
          </Button>
        ))}
        {tool && (
          <Button small onClick={onCorner}>
            {t.editor.cornerHere}
          </Button>
        )}
        {tool && tool !== 'point' && (
          <Button small kind="primary" icon="check" onClick={onFinish}>
            {t.editor.finish}
          </Button>
        )}
      </div>
      <div className="row">
        <Button small icon="previous" disabled={!count} onClick={() => onMove(-1)} aria-label={t.editor.previous} />
        <span role="status">{t.editor.place(place, count)}</span>
        <Button small icon="next" disabled={!count} onClick={() => onMove(1)} aria-label={t.editor.next} />
        <Button small icon="trash" disabled={!shape} onClick={onRemove}>
          {t.editor.remove}
        </Button>
      </div>
      <div className="row">
        <Button small disabled={!undo.past.length} onClick={() => act({ type: 'undo' })}>
          {t.editor.undo}
        </Button>
        <Button small disabled={!undo.future.length} onClick={() => act({ type: 'redo' })}>
          {t.editor.redo}
        </Button>
        {rights.change && (
          <Button small kind="primary" icon="check" disabled={!undo.past.length} onClick={onSave}>
            {t.ui.save}
          </Button>
        )}
      </div>
    </div>
  );
}
