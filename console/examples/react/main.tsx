import { useEffect, useRef, useState, type Ref } from 'react';
import { createRoot } from 'react-dom/client';

interface Photo {
  id: string;
  upload: { url: string; headers: Record<string, string> };
}

interface Capture extends HTMLElement {
  uploadTarget?: (taken: { side: string }) => Promise<Photo['upload']>;
}

interface Viewer extends HTMLElement {
  masks: unknown;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cutis-capture': { preset?: string; sources?: string; ref?: Ref<Capture>; onuploaded?: () => void };
      'cutis-viewer': { src?: string; masks?: unknown; layers?: string; ref?: Ref<Viewer> };
    }
  }
}

async function json<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(path, init);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json() as Promise<T>;
}

function Skin() {
  const capture = useRef<Capture>(null);
  const photo = useRef<Photo>(null);
  const [state, setState] = useState('');
  const [shown, setShown] = useState<{ original: string; results: unknown[] } | null>(null);

  useEffect(() => {
    capture.current!.uploadTarget = async ({ side }) => {
      photo.current = await json<Photo>(`photos?side=${side}`, { method: 'POST' });
      return photo.current.upload;
    };
  }, []);

  const analyse = async () => {
    setState('Your skin is being analysed …');
    try {
      const answer = await json<{ original: string; results: unknown[] }>(`photos/${photo.current!.id}`);
      setShown(answer);
      setState(`${answer.results.length} results.`);
    } catch {
      setState('The analysis has failed.');
    }
  };

  return (
    <main>
      <h1>Your skin</h1>
      <cutis-capture ref={capture} preset="face" sources="front_camera,upload" onuploaded={() => void analyse()} />
      <p role="status">{state}</p>
      {shown && <cutis-viewer src={shown.original} masks={shown.results} layers="redness" />}
    </main>
  );
}

createRoot(document.getElementById('root')!).render(<Skin />);
