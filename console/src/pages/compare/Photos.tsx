import { useRef, useState } from 'react';
import { useTexts } from '../../texts';
import { Tabs } from '../../ui/tabs';
import type { CutisViewer } from '../../viewer/element';
import type { ResultData } from '../../viewer/model';
import { Viewer } from '../../viewer/react';

export interface Side {
  photo: string | null;
  label: string;
  /** The marks as a result of its own: those that are kept and those that are gone or new. */
  marks: ResultData[];
}

/** Two aligned photos at the same scale, moved together: side by side, or one over the other with a slider. */
export function Photos({ before, after }: { before: Side; after: Side }) {
  const { t } = useTexts();
  const [mode, setMode] = useState('slider');
  return (
    <Tabs
      label={t.compare.view}
      selected={mode}
      onSelect={setMode}
      tabs={[
        { key: 'slider', label: t.compare.slider, content: <Pair key="slider" before={before} after={after} over /> },
        { key: 'beside', label: t.compare.beside, content: <Pair key="beside" before={before} after={after} over={false} /> },
      ]}
    />
  );
}

function Pair({ before, after, over }: { before: Side; after: Side; over: boolean }) {
  const { t } = useTexts();
  const [place, setPlace] = useState(50);
  const first = useRef<CutisViewer>(null);
  const second = useRef<CutisViewer>(null);
  const follow = (leader: CutisViewer | null, follower: CutisViewer | null) => {
    if (leader?.ready && follower?.ready) follower.bounds = leader.bounds;
  };
  const viewer = (side: Side, own: typeof first, other: typeof first, controls: 'bar' | 'none') => (
    <Viewer
      viewer={own}
      restored={side.photo}
      results={side.marks}
      layers="all"
      controls={controls}
      label={side.label}
      height={over ? 'min(64vh, 40rem, 92vw)' : 'min(56vh, 34rem, 92vw)'}
      onView={() => follow(own.current, other.current)}
      onReady={() => follow(other.current, own.current)}
    />
  );
  if (!over) {
    return (
      <div className="compare-pair">
        {[before, after].map((side, index) => (
          <figure key={index}>
            {index ? viewer(side, second, first, 'bar') : viewer(side, first, second, 'bar')}
            <figcaption>{side.label}</figcaption>
          </figure>
        ))}
      </div>
    );
  }
  return (
    <div className="compare-over">
      <div className="compare-stack">
        {viewer(before, first, second, 'none')}
        <div className="compare-top" style={{ clipPath: `inset(0 0 0 ${place}%)` }}>
          {viewer(after, second, first, 'bar')}
        </div>
        <span className="compare-edge" style={{ insetInlineStart: `${place}%` }} aria-hidden="true" />
      </div>
      <label className="compare-slider">
        <span>{before.label}</span>
        <input type="range" min="0" max="100" value={place} aria-label={t.compare.sliderLabel} onChange={event => setPlace(Number(event.target.value))} />
        <span>{after.label}</span>
      </label>
    </div>
  );
}
