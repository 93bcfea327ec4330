import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { analyse, ownPlace, uploadPhoto, type Image } from '../../api/upload';

export type Step = 'prepare' | 'upload' | 'analyse';
export const steps: readonly Step[] = ['prepare', 'upload', 'analyse'];

/** How far the photo is: what is being done, how much of it, and how it ended. */
export interface Progress {
  photo: Blob & { name?: string };
  preview: string;
  step: Step;
  part: number;
  error?: unknown;
  /** The analysed image, when it has something to say besides its masks. */
  ended?: { image: Image; faces: number | null; failed: string | null };
}

/** Takes a photo from the file to its analysis; `onGood` is called with an image that needs no word. */
export function useFirstPhoto(company: string, place: { dataset: string; subject: string }, onGood: (image: string) => void) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const running = useRef<AbortController>(null);
  const queries = useQueryClient();
  useEffect(() => () => running.current?.abort(), []);
  const preview = progress?.preview;
  useEffect(() => () => (preview ? URL.revokeObjectURL(preview) : undefined), [preview]);

  async function start(photo: Blob & { name?: string }) {
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    const change = (next: Partial<Progress>) => signal.aborted || setProgress(now => now && { ...now, ...next });
    setProgress({ photo, preview: URL.createObjectURL(photo), step: 'prepare', part: 0 });
    try {
      const subject = await ownPlace(company, place.dataset, place.subject);
      change({ step: 'upload', part: 0 });
      const { id } = await uploadPhoto(company, subject, photo, part => change({ part }), signal);
      change({ step: 'analyse', part: 0 });
      const state = await analyse(company, id, ({ steps_done, steps }) => change({ part: steps ? steps_done / steps : 0 }), signal);
      const image = (await api.GET('/api/v1/companies/{company}/images/{image}/', { params: { path: { company, image: id } }, signal })).data!;
      if (signal.aborted) return;
      void queries.invalidateQueries({ queryKey: [company] });
      const failed = state.status === 'failed' ? (state.error ?? '') : null;
      if (failed === null && state.faces !== 0 && !image.problems?.length) onGood(id);
      else change({ part: 1, ended: { image, faces: state.faces, failed } });
    } catch (error) {
      if (!signal.aborted) change({ error });
    }
  }

  return {
    progress,
    start,
    clear() {
      running.current?.abort();
      setProgress(null);
    },
  };
}
