import { lazy, Suspense, useRef, useState, type DragEvent } from 'react';
import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icons';

const Camera = lazy(() => import('./Camera'));

/** Where a photo is dropped, chosen or taken. */
export function PhotoDrop({ onPhoto, onImage }: { onPhoto(photo: File | Blob): void; onImage(image: string): void }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [camera, setCamera] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onPhoto(file);
  }
  return (
    <div
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className="drop-face" aria-hidden="true">
        <Icon name="upload" size={36} />
      </span>
      <p className="drop-title">{t.start.drop}</p>
      <p className="soft">{t.start.kinds}</p>
      <div className="row drop-ways">
        <Button kind="primary" icon="image" onClick={() => input.current?.click()}>
          {t.start.choose}
        </Button>
        <Button icon="camera" onClick={() => setCamera(true)}>
          {t.start.camera}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png"
        className="hidden-visually"
        tabIndex={-1}
        aria-label={t.start.choose}
        onChange={event => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onPhoto(file);
        }}
      />
      {camera && (
        <Suspense>
          <Camera
            onClose={() => setCamera(false)}
            onImage={onImage}
            onPhoto={photo => {
              setCamera(false);
              onPhoto(photo);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
