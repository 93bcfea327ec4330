import { useEffect, useRef } from 'react';
import { useTexts } from '../../texts';
import { Dialog } from '../../ui/dialog';
import '../../capture/element';

/** The camera in a dialog. */
export default function Camera({ onPhoto, onClose }: { onPhoto(photo: Blob): void; onClose(): void }) {
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = document.createElement('cutis-capture');
    const take = (event: Event) => {
      const photo: unknown = (event as CustomEvent<{ blob?: unknown }>).detail?.blob;
      if (photo instanceof Blob) onPhoto(photo);
    };
    element.addEventListener('captured', take);
    place.current!.append(element);
    return () => {
      element.removeEventListener('captured', take);
      element.remove();
    };
  }, [onPhoto]);
  return (
    <Dialog title={t.start.camera} onClose={onClose}>
      <div ref={place} />
    </Dialog>
  );
}
