import { useEffect, useRef } from 'react';
import { analyse, ownPlace } from '../../api/upload';
import { useCompany } from '../../app/company';
import { useTexts } from '../../texts';
import { Dialog } from '../../ui/dialog';
import type { CutisCapture } from '../../capture/element';
import '../../capture/element';
import { phoneLinks } from '../handover/link';

/** The camera of this device, or of a phone, in a dialog. A photo from a phone is an image already, and is analysed here. */
export default function Camera({ onPhoto, onImage, onClose }: { onPhoto(photo: Blob): void; onImage(image: string): void; onClose(): void }) {
  const { t, language } = useTexts();
  const { id: company } = useCompany();
  const { dataset, subject } = t.start.place;
  const shown = useRef<HTMLDivElement>(null);
  const latest = useRef({ onPhoto, onImage });
  latest.current = { onPhoto, onImage };
  useEffect(() => {
    const element = document.createElement('cutis-capture') as CutisCapture;
    const left = new AbortController();
    const isPhone = matchMedia('(pointer: coarse)').matches;
    element.setAttribute('sources', isPhone ? 'front_camera,back_camera' : 'front_camera,companion');
    element.setAttribute('lang', language);
    element.setAttribute('show-preview', '');
    element.addEventListener('capture', event => {
      const { detail } = event as CustomEvent<{ blob(): Promise<Blob> }>;
      void detail.blob().then(photo => element.isConnected && latest.current.onPhoto(photo));
    });
    const place = () => ownPlace(company, dataset, subject);
    element.companionLink = phoneLinks(company, place, image => {
      const open = () => left.signal.aborted || latest.current.onImage(image);
      void analyse(company, image, () => {}, left.signal).then(open, open);
    });
    shown.current!.append(element);
    return () => {
      left.abort();
      element.remove();
    };
  }, [language, company, dataset, subject]);
  return (
    <Dialog title={t.start.camera} onClose={onClose}>
      <div ref={shown} />
    </Dialog>
  );
}
