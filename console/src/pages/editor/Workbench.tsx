import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTexts } from '../../texts';
import { Notice } from '../../ui/states';
import { toast } from '../../ui/toast';
import type { CutisViewer } from '../../viewer/element';
import { inRing, type Box, type Point, type Shape } from '../../viewer/geometry';
import { layerOf, layersOf, type Frame, type ResultData } from '../../viewer/model';
import { Viewer, type Pick } from '../../viewer/react';
import type { Image } from '../image/data';
import { readResult, saveResult, type Versioned } from './api';
import { History } from './History';
import { merge } from './merge';
import { Overlay } from './Overlay';
import { SaveDialog } from './SaveDialog';
import { addHole, betweenFrames, drawn, withShapes, type Tool } from './shapes';
import { Toolbar } from './Toolbar';
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
  const { t } = useTexts();
  const queries = useQueryClient();
  const viewer = useRef<CutisViewer>(null);
  const [undo, act] = useReducer(step<ResultData>, versioned.result, start<ResultData>) as [Undo<ResultData>, (action: UndoAction<ResultData>) => void];
  // What the changes are made to, and have to name when they are saved.
  const [base, setBase] = useState(versioned);
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

  /** Somebody else was faster: their version, with the changes made here on it. */
  async function takeOver() {
    const theirs = await readResult(image.company_id, image.id, result.algorithm_tech_name);
    const merged = merge(base.result, result, theirs.result);
    setBase(theirs);
    setSelected(-1);
    act({ type: 'start', value: theirs.result });
    act({ type: 'set', value: merged });
    setSaving(false);
    toast(t.editor.takenOver);
  }

  async function save(note: string) {
    await saveResult(image.company_id, image.id, result.algorithm_tech_name, result, base.tag, note);
    setSaving(false);
    toast(t.editor.saved);
    await queries.invalidateQueries({ queryKey: [image.company_id, 'results', image.id] });
    onSaved();
  }

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
    if (kind === 'hole') return finishHole(points);
    const same = shapes.filter(shape => shape.kind === kind);
    const feature = same.at(-1)?.feature ?? (mask?.features?.length || 0);
    const radii = same.flatMap(shape => (shape.kind === 'point' ? [shape.radius] : [])).sort((a, b) => a - b);
    const radius = radii[Math.floor(radii.length / 2)] || box[2] / 400;
    add(drawn(kind, points, radius, feature, same.at(-1)?.intensity ?? 1));
  }

  function finishHole(points: Point[]) {
    const outer = shape?.kind === 'area' ? shape.rings[0]! : [];
    if (points.length >= 3 && !points.every(([x, y]) => inRing(outer, x, y))) return toast(t.editor.holeOutside);
    setDrawing([]);
    setTool(null);
    if (shape && points.length >= 3) replace(addHole(shape, points));
  }

  function draw(at: Point) {
    if (!tool) return;
    if (tool === 'point') finish([at], 'point');
    else setDrawing(points => (points.at(-1)?.join() === at.join() ? points : [...points, at]));
  }

  function begin(next: Tool) {
    if (next !== 'hole') setSelected(-1);
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
      <Toolbar
        masks={editable.map(item => ({ index: item.index, layer: layerOf(result.algorithm_tech_name, item.mask, undefined, item.index) }))}
        index={index}
        onMask={next => (setSelected(-1), setChosen(next))}
        tool={tool}
        onTool={begin}
        onCorner={() => draw(middle())}
        onFinish={() => tool && finish(drawing, tool)}
        shape={shape}
        place={selected + 1}
        count={shapes.length}
        onMove={move}
        onRemove={() => replace(null)}
        undo={undo}
        act={act}
        onSave={() => setSaving(true)}
      />
      <p className="soft">{tool === 'hole' ? t.editor.holeHint : tool ? t.editor.drawHint : shape ? t.editor.cornerHint : t.editor.selectHint}</p>
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
      <History image={image} algorithm={result.algorithm_tech_name} tag={base.tag} dirty={dirty} onRestored={onSaved} />
      {saving && (
        <SaveDialog
          title={t.editor.saveTitle}
          submit={t.ui.save}
          onSubmit={save}
          reload={t.editor.takeOver}
          onReload={takeOver}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}
