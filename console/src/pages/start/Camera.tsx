import { useEffect, useRef } from 'react';
import { useTexts } from '../../texts';
import { Dialog } from '../../ui/dialog';
import '../../capture/element';

/** The camera in a dialog. */
export default function Camera({ onPhoto, onClose }: { onPhoto(photo: Blob): void; onClose(): void }) {
  const { t, language } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onPhoto);
  latest.current = onPhoto;
  useEffect(() => {
    const element = document.createElement('cutis-capture');
    element.setAttribute('sources', 'front_camera,back_camera');
    element.setAttribute('lang', language);
    element.setAttribute('show-preview', '');
    element.addEventListener('capture', event => {
      const { detail } = event as CustomEvent<{ blob(): Promise<Blob> }>;
      void detail.blob().then(photo => element.isConnected && latest.current(photo));
    });
    place.current!.append(element);
    return () => element.remove();
  }, [language]);
  return (
    <Dialog title={t.start.camera} onClose={onClose}>
      <div ref={place} />
    </Dialog>
  );
}
