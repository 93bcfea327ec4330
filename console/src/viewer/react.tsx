import { useEffect, useRef, type CSSProperties, type Ref, type ReactNode } from 'react';
import { useTexts } from '../texts';
import './element';
import type { CutisViewer } from './element';
import type { Frame } from './model';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cutis-viewer': Record<string, unknown> & { ref?: Ref<CutisViewer> };
    }
  }
}

/** What a click on the photo says (`cutis-pick`). */
export interface Pick {
  x: number;
  y: number;
  frame: Frame;
  facialArea: string;
  marks: { layer: string; algorithm: string; mask: string; index: number; feature: number; intensity: number }[];
}

interface Props {
  viewer?: Ref<CutisViewer>;
  original?: string | null;
  restored?: string | null;
  results: unknown;
  frame?: Frame;
  layers?: string;
  controls?: 'full' | 'bar' | 'none';
  label?: string;
  height?: string;
  children?: ReactNode;
  onPick?(pick: Pick): void;
  onLayers?(shown: string[]): void;
  onFrame?(frame: Frame): void;
  onView?(view: { x: number; y: number; scale: number; bounds: { x: number; y: number; width: number } }): void;
  onReady?(size: { width: number; height: number }): void;
  onError?(part: string): void;
}

/** `<cutis-viewer>` for pages of the console. */
export function Viewer({ viewer, original, restored, results, frame, layers, controls, label, height, children, ...events }: Props) {
  const { language } = useTexts();
  const element = useRef<CutisViewer | null>(null);
  const handlers = useRef(events);
  handlers.current = events;
  useEffect(() => {
    const host = element.current!;
    const listeners: Record<string, (detail: any) => void> = {
      'cutis-pick': detail => handlers.current.onPick?.(detail),
      'cutis-layers': detail => handlers.current.onLayers?.(detail.shown),
      'cutis-frame': detail => handlers.current.onFrame?.(detail.frame),
      'cutis-view': detail => handlers.current.onView?.(detail),
      'cutis-ready': detail => handlers.current.onReady?.(detail),
      'cutis-error': detail => handlers.current.onError?.(detail.part),
    };
    const entries = Object.entries(listeners).map(([name, act]) => [name, (event: Event) => act((event as CustomEvent).detail)] as const);
    for (const [name, listener] of entries) host.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of entries) host.removeEventListener(name, listener);
    };
  }, []);
  useEffect(() => {
    element.current!.masks = results;
  }, [results]);
  return (
    <cutis-viewer
      ref={host => {
        element.current = host;
        if (typeof viewer === 'function') viewer(host);
        else if (viewer) viewer.current = host;
      }}
      {...{ src: original ?? restored ?? undefined, 'src-restored': (original && restored) ?? undefined }}
      frame={frame ?? (original ? 'original' : 'restored')}
      layers={layers}
      controls={controls}
      label={label}
      lang={language}
      style={(height ? { '--cutis-viewer-height': height } : {}) as CSSProperties}
    >
      {children}
    </cutis-viewer>
  );
}
