import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTexts } from '../../texts';
import type { Box, Point, Shape } from '../../viewer/geometry';
import { cornersOf, deleteCorner, insertCorner, moveCorner, moveShape, ringsOf, type Corner, type Tool } from './shapes';

interface Props {
  /** The shape that is edited, in its view box; null when none is, or while one is drawn. */
  shape: Shape | null;
  /** Corners of the shape that is being drawn. */
  drawing: Point[];
  tool: Tool | null;
  box: Box;
  photo: [number, number];
  view: { x: number; y: number; scale: number };
  toPhoto(clientX: number, clientY: number): Point;
  onShape(shape: Shape | null): void;
  onDraw(at: Point): void;
  onFinish(): void;
}

/** What lies over the photo while a shape is edited: its outline, and a handle for each corner. */
export function Overlay({ shape, drawing, tool, box, photo, view, toPhoto, onShape, onDraw, onFinish }: Props) {
  const { t } = useTexts();
  const [moved, setMoved] = useState<Shape | null>(null);
  const [current, setCurrent] = useState(0);
  const svg = useRef<SVGSVGElement>(null);
  const shown = moved ?? shape;
  useEffect(() => setMoved(null), [shape]);
  const scale = photo[0] / box[2];
  const toScreen = ([x, y]: Point): Point => [view.x + (x - box[0]) * scale * view.scale, view.y + (y - box[1]) * scale * view.scale];
  const toBox = (clientX: number, clientY: number): Point => {
    const [x, y] = toPhoto(clientX, clientY);
    return [box[0] + x / scale, box[1] + y / scale];
  };
  const corners = shown ? cornersOf(shown) : [];
  const at = Math.min(current, corners.length - 1);
  const outline = (points: Point[], closed: boolean) => points.map((point, index) => `${index ? 'L' : 'M'}${toScreen(point).join(' ')}`).join('') + (closed ? 'Z' : '');
  const path = shown && shown.kind !== 'point' ? ringsOf(shown).map(ring => outline(ring, shown.kind === 'area')).join('') : '';

  function drag(event: PointerEvent<SVGElement>, change: (to: Point, start: Point) => Shape) {
    event.preventDefault();
    event.stopPropagation();
    const target = event.currentTarget;
    target.focus();
    target.setPointerCapture(event.pointerId);
    const start = toBox(event.clientX, event.clientY);
    let last: Shape | null = null;
    const move = (next: globalThis.PointerEvent) => setMoved((last = change(toBox(next.clientX, next.clientY), start)));
    const end = () => {
      target.removeEventListener('pointermove', move);
      target.removeEventListener('pointerup', end);
      target.removeEventListener('pointercancel', end);
      if (last) onShape(last);
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', end);
    target.addEventListener('pointercancel', end);
  }

  function focus(index: number) {
    setCurrent(index);
    requestAnimationFrame(() => svg.current?.querySelector<SVGElement>(`[data-corner="${index}"]`)?.focus());
  }

  function key(event: KeyboardEvent, corner: Corner & { at: Point }, index: number) {
    if (!shape || event.ctrlKey || event.metaKey) return;
    const size = (event.shiftKey ? 10 : 1) / scale;
    const steps: Record<string, Point> = { ArrowLeft: [-size, 0], ArrowRight: [size, 0], ArrowUp: [0, -size], ArrowDown: [0, size] };
    const direction = steps[event.key];
    if (direction) onShape(moveCorner(shape, corner, [corner.at[0] + direction[0], corner.at[1] + direction[1]]));
    else if (event.key === 'PageDown') focus((index + 1) % corners.length);
    else if (event.key === 'PageUp') focus((index + corners.length - 1) % corners.length);
    else if (event.key === 'Insert' || event.key === 'i') onShape(insertCorner(shape, corner));
    else if (event.key === 'Delete' || event.key === 'Backspace') onShape(deleteCorner(shape, corner));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <svg ref={svg} className="editor-overlay" aria-hidden={!shape && !tool}>
      {tool && (
        <rect
          className="editor-canvas"
          width="100%"
          height="100%"
          onPointerDown={event => event.stopPropagation()}
          onClick={event => onDraw(toBox(event.clientX, event.clientY))}
          onDoubleClick={onFinish}
        />
      )}
      {drawing.length > 0 && (
        <g className="editor-drawing">
          <path className="editor-halo" d={outline(drawing, false)} />
          <path className="editor-line" d={outline(drawing, false)} />
          {drawing.map((point, index) => (
            <circle key={index} className="editor-dot" cx={toScreen(point)[0]} cy={toScreen(point)[1]} r="5" />
          ))}
        </g>
      )}
      {shown && tool === 'hole' && (
        <g>
          <path className="editor-halo" d={path} />
          <path className="editor-line" d={path} />
        </g>
      )}
      {shown && !tool && (
        <g role="group" aria-label={t.editor.corners}>
          <path className="editor-halo" d={path} />
          <path className="editor-line" d={path} />
          {shown.kind !== 'point' && (
            <path className="editor-grip" d={path} onPointerDown={event => shape && drag(event, (to, start) => moveShape(shape, to[0] - start[0], to[1] - start[1]))} />
          )}
          {shown.kind === 'point' && <circle className="editor-line" cx={toScreen([shown.x, shown.y])[0]} cy={toScreen([shown.x, shown.y])[1]} r={Math.max(3, shown.radius * scale * view.scale)} />}
          {corners.map((corner, index) => {
            const [x, y] = toScreen(corner.at);
            return (
              <g
                key={`${corner.ring} ${corner.place}`}
                className="editor-corner"
                role="button"
                tabIndex={index === at ? 0 : -1}
                data-corner={index}
                aria-label={t.editor.corner(index + 1, corners.length)}
                onFocus={() => setCurrent(index)}
                onKeyDown={event => key(event, corner, index)}
                onPointerDown={event => shape && drag(event, to => moveCorner(shape, corner, to))}
                onDoubleClick={() => shape && onShape(deleteCorner(shape, corner))}
              >
                <circle className="editor-reach" cx={x} cy={y} r="14" />
                <circle className="editor-dot" cx={x} cy={y} r="6" />
              </g>
            );
          })}
        </g>
      )}
    </svg>
  );
}
