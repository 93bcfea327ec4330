import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/errors';
import { useRights } from '../../app/company';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { FormDialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';
import { Notice } from '../../ui/states';
import { toast } from '../../ui/toast';
import type { CutisViewer } from '../../viewer/element';
import type { Box, Point, Shape } from '../../viewer/geometry';
import { layerOf, layersOf, type Frame, type ResultData } from '../../viewer/model';
import { Viewer, type Pick } from '../../viewer/react';
import { fullName, wordsFor } from '../../viewer/words';
import type { Image } from '../image/data';
import { saveResult, type Versioned } from './api';
import { Overlay } from './Overlay';
import { betweenFrames, drawn, withShapes, type Tool } from './shapes';
import { start, step, type Undo, type UndoAction } from './undo';

interface Props {
  image: Image;
  versioned: Versioned;
  /** All results of the image: landmarks say how the photos lie to each other. */
  results: ResultData[];
  onSaved(): void;
}

/** The masks of one result on the photo, with tools to change them. */
export function Workbench({ image, versioned, results, onSaved }: Props) {
  const { t, language } = useTexts();
  const words = wordsFor(language);
  const rights = useRights();
  const queries = useQueryClient();
  const viewer = useRef<CutisViewer>(null);
  const [undo, act] = useReducer(step<ResultData>, versioned.result, start<ResultData>) as [Undo<ResultData>, (action: UndoAction<ResultData>) => void];
  const result = undo.now;
  const [frame, setFrame] = useState<Frame>(image.urls.original ? 'original' : 'restored');
  const masks = (frame === 'original' ? result.masks_original : result.masks_restored) ?? [];
  const editable = masks.map((mask, index) => ({ mask, index })).filter(({ mask }) => mask.mask_type !== 'heatmap_mask');
  const [chosen, setChosen] = useState(0);
  const index = editable.find(item => item.index === chosen)?.index ?? editable[0]?.index ?? 0;
  const mask = masks[index];
  const [selected, setSelected] = useState(-1);
  const [tool, setTool] = useState<Tool | null>(null);
  const [drawing, setDrawing] = useState<Point[]>([]);
  const [view, setView] = useState({ x: 0, y: 0, scale: 1 });
  const [size, setSize] = useState<[number, number]>([1, 1]);
  const [saving, setSaving] = useState(false);
  const across = useMemo(() => betweenFrames(results, frame), [results, frame]);
  const layer = useMemo(() => (mask ? layerOf(result.algorithm_tech_name, mask, undefined, index) : null), [mask, index, result.algorithm_tech_name]);
  const shapes = layer?.shapes ?? [];
  const box: Box = layer?.box ?? [0, 0, ...size];
  const shown = useMemo(() => [result], [result]);
  const dirty = undo.past.length > 0;

  const put = useCallback(
    (changed: Shape[]) => act({ type: 'set', value: withShapes(result, frame, index, changed, across) }),
    [result, frame, index, across],
  );

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => dirty && event.preventDefault();
    addEventListener('beforeunload', leave);
    return () => removeEventListener('beforeunload', leave);
  }, [dirty]);

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      act({ type: event.shiftKey ? 'redo' : 'undo' });
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);

  function replace(shape: Shape | null) {
    put(shape ? shapes.map((old, place) => (place === selected ? shape : old)) : shapes.filter((_, place) => place !== selected));
    if (!shape) setSelected(-1);
  }

  function add(made: Shape | null) {
    setDrawing([]);
    setTool(null);
    if (!made) return;
    put([...shapes, made]);
    // Shapes are listed by feature and kind: the new one is found where its feature puts it.
    setSelected(-1);
  }

  // A new shape joins the last feature of its kind, or begins one.
  function finish(points: Point[], kind: Tool) {
    const same = shapes.filter(shape => shape.kind === kind);
    const feature = same.at(-1)?.feature ?? (mask?.features?.length || 0);
    const radii = same.flatMap(shape => (shape.kind === 'point' ? [shape.radius] : [])).sort((a, b) => a - b);
    const radius = radii[Math.floor(radii.length / 2)] || box[2] / 400;
    add(drawn(kind, points, radius, feature, same.at(-1)?.intensity ?? 1));
  }

  function draw(at: Point) {
    if (!tool) return;
    if (tool === 'point') finish([at], 'point');
    else setDrawing(points => (points.at(-1)?.join() === at.join() ? points : [...points, at]));
  }

  function begin(next: Tool) {
    setSelected(-1);
    setDrawing([]);
    setTool(tool === next ? null : next);
  }

  function pick(chosenPick: Pick) {
    const id = layersOf(shown, frame).find(item => item.index === index)?.id;
    setSelected(chosenPick.marks.find(mark => mark.layer === id && mark.index >= 0)?.index ?? -1);
  }

  function middle(): Point {
    const host = viewer.current!.getBoundingClientRect();
    const [x, y] = viewer.current!.toPhoto(host.left + host.width / 2, host.top + host.height / 2);
    return [box[0] + (x / size[0]) * box[2], box[1] + (y / size[1]) * box[3]];
  }

  const move = (by: number) => {
    const next = (selected + by + shapes.length) % shapes.length;
    setTool(null);
    setSelected(Number.isFinite(next) ? next : -1);
    const id = layersOf(shown, frame).find(item => item.index === index)?.id;
    if (id && Number.isFinite(next)) viewer.current?.reveal(id, next);
    viewer.current?.highlight([]);
  };
  const shape = shapes[selected] ?? null;

  return (
    <>
      <div className="editor-bar" role="toolbar" aria-label={t.editor.tools}>
        {editable.length > 1 && (
          <SelectField label={t.editor.mask} value={index} onChange={event => (setSelected(-1), setChosen(Number(event.target.value)))}>
            {editable.map(item => (
              <option key={item.index} value={item.index}>
                {fullName(words, layerOf(result.algorithm_tech_name, item.mask, undefined, item.index))}
              </option>
            ))}
          </SelectField>
        )}
        <div className="row">
          {(['area', 'line', 'point'] as const).map(kind => (
            <Button key={kind} small icon="plus" aria-pressed={tool === kind} kind={tool === kind ? 'primary' : 'plain'} onClick={() => begin(kind)}>
              {t.editor.add[kind]}
            </Button>
          ))}
          {tool && (
            <Button small onClick={() => draw(middle())}>
              {t.editor.cornerHere}
            </Button>
          )}
          {tool && tool !== 'point' && (
            <Button small kind="primary" icon="check" onClick={() => finish(drawing, tool)}>
              {t.editor.finish}
            </Button>
          )}
        </div>
        <div className="row">
          <Button small icon="previous" disabled={!shapes.length} onClick={() => move(-1)} aria-label={t.editor.previous} />
          <span role="status">{t.editor.place(selected + 1, shapes.length)}</span>
          <Button small icon="next" disabled={!shapes.length} onClick={() => move(1)} aria-label={t.editor.next} />
          <Button small icon="trash" disabled={!shape} onClick={() => replace(null)}>
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
            <Button small kind="primary" icon="check" disabled={!dirty} onClick={() => setSaving(true)}>
              {t.ui.save}
            </Button>
          )}
        </div>
      </div>
      <p className="soft">{tool ? t.editor.drawHint : shape ? t.editor.cornerHint : t.editor.selectHint}</p>
      {!across && result.masks_original && result.masks_restored && <Notice kind="warn" text={t.editor.oneFrame} />}
      <Viewer
        viewer={viewer}
        original={image.urls.original}
        restored={image.urls.restored}
        results={shown}
        frame={frame}
        layers="all"
        controls="bar"
        label={image.name}
        onFrame={next => {
          setSelected(-1);
          setFrame(next);
        }}
        onPick={pick}
        onView={setView}
        onReady={({ width, height }) => setSize([width, height])}
      >
        <div slot="overlay" className="editor-slot">
          <Overlay
            shape={shape}
            drawing={drawing}
            tool={tool}
            box={box}
            photo={size}
            view={view}
            toPhoto={(x, y) => viewer.current!.toPhoto(x, y)}
            onShape={replace}
            onDraw={draw}
            onFinish={() => tool && tool !== 'point' && finish(drawing, tool)}
          />
        </div>
      </Viewer>
      {saving && (
        <Save
          onClose={() => setSaving(false)}
          onSave={async note => {
            await saveResult(image.company_id, image.id, result.algorithm_tech_name, result, versioned.tag, note);
            setSaving(false);
            toast(t.editor.saved);
            await queries.invalidateQueries({ queryKey: [image.company_id, 'results', image.id] });
            onSaved();
          }}
        />
      )}
    </>
  );
}

function Save({ onSave, onClose }: { onSave(note: string): Promise<void>; onClose(): void }) {
  const { t } = useTexts();
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  async function save() {
    setError(null);
    try {
      await onSave(note);
    } catch (reason) {
      setError(reason instanceof ApiError && reason.status === 412 ? new Error(t.editor.conflict) : reason);
    }
  }
  return (
    <FormDialog title={t.editor.saveTitle} submit={t.ui.save} error={error} onSubmit={save} onClose={onClose}>
      <TextField label={t.editor.note} hint={t.editor.noteHint} maxLength={500} value={note} onChange={event => setNote(event.target.value)} />
    </FormDialog>
  );
}

