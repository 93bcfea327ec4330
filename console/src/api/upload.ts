import { api } from './client';
import { ApiError } from './errors';
import type { components } from './schema';

export type Image = components['schemas']['Image'];
export type Compute = components['schemas']['Compute'];

/** Announces a photo of a subject and puts it to the signed URL; `onProgress` is told the share that has gone. */
export async function uploadPhoto(
  company: string,
  subject: string,
  photo: Blob & { name?: string },
  onProgress: (part: number) => void,
  signal?: AbortSignal,
): Promise<Image> {
  const { data } = await api.POST('/api/v1/companies/{company}/subjects/{subject}/signed_upload_url/', {
    params: { path: { company, subject } },
    body: { name: (photo.name || 'photo').slice(0, 255) },
    signal,
  });
  await put(data!.url!, photo, onProgress, signal);
  return data!;
}

// `fetch` does not tell how far an upload is.
function put(url: string, photo: Blob, onProgress: (part: number) => void, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = event => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) return resolve();
      const headers = { 'Retry-After': request.getResponseHeader('Retry-After') ?? '' };
      void ApiError.from(new Response(request.responseText, { status: request.status, headers })).then(reject);
    };
    request.onerror = () => reject(new TypeError('network'));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(photo);
  });
}

/** Asks for the analysis of an image and follows it until it has ended. */
export async function analyse(company: string, image: string, onProgress: (state: Compute) => void, signal?: AbortSignal): Promise<Compute> {
  const path = { params: { path: { company, image } }, signal } as const;
  const asked = await api.POST('/api/v1/companies/{company}/images/{image}/compute/', path);
  let state = asked.data as Compute;
  for (let wait = 250; ; wait = Math.min(wait * 1.3, 2000)) {
    onProgress(state);
    if (state.status === 'done' || state.status === 'failed') return state;
    await new Promise(resolve => setTimeout(resolve, wait));
    try {
      state = (await api.GET('/api/v1/companies/{company}/images/{image}/compute/', path)).data!;
    } catch (error) {
      // A server that is busy, or a connection that drops, does not end the analysis.
      const passing = error instanceof TypeError || (error instanceof ApiError && (error.status === 429 || error.status >= 500));
      if (!passing || signal?.aborted) throw error;
      wait = 2000;
    }
  }
}

/** The place of photos from the first screen: a dataset and a subject of these names, made when there is none. */
export async function ownPlace(company: string, datasetName: string, subjectName: string): Promise<string> {
  const path = { company };
  const found = await api.GET('/api/v1/companies/{company}/datasets/', { params: { path, query: { q: datasetName } } });
  const dataset =
    found.data!.results.find(({ name }) => name === datasetName) ??
    (await api.POST('/api/v1/companies/{company}/datasets/', { params: { path }, body: { name: datasetName } })).data!;
  const within = { path: { company, dataset: dataset.id } };
  const subjects = await api.GET('/api/v1/companies/{company}/datasets/{dataset}/subjects/', { params: { ...within, query: { q: subjectName } } });
  const subject =
    subjects.data!.results.find(({ name }) => name === subjectName) ??
    (await api.POST('/api/v1/companies/{company}/datasets/{dataset}/subjects/', { params: within, body: { name: subjectName } })).data!;
  return subject.id;
}
