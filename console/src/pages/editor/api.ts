import { request, requestWithHeaders } from '../../api/client';
import { imagePath } from '../image/data';
import type { ResultData } from '../../viewer/model';

/** A result and what a change has to name (`If-Match`), where the server gives it. */
export interface Versioned {
  result: ResultData;
  tag: string | null;
}

const path = (company: string, image: string, algorithm: string) => `${imagePath(company, image)}results/${encodeURIComponent(algorithm)}/`;

export async function readResult(company: string, image: string, algorithm: string): Promise<Versioned> {
  const { body, headers } = await requestWithHeaders<ResultData>(path(company, image, algorithm));
  return { result: body, tag: headers.get('ETag') };
}

/** Replaces a result. With a tag it is refused (412) when somebody else was faster. */
export async function saveResult(company: string, image: string, algorithm: string, result: unknown, tag: string | null, note: string) {
  const query = note ? `?note=${encodeURIComponent(note)}` : '';
  await requestWithHeaders(`${path(company, image, algorithm)}${query}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', ...(tag ? { 'If-Match': tag } : {}) },
    body: typeof result === 'string' ? result : JSON.stringify(result),
  });
}

/** A version of a result (docs/console.md). */
export interface Version {
  number: number;
  stored_at: string | null;
  user: { id: string; email: string; full_name: string } | null;
  note: string | null;
  /** Shapes that came, went, and are others in the same place; null where that was not counted. */
  added: number | null;
  removed: number | null;
  changed: number | null;
  is_current: boolean;
}

/** The versions of a result, the newest first; none where nobody has edited it. */
export const readVersions = (company: string, image: string, algorithm: string): Promise<Version[]> =>
  request<Version[]>(`${path(company, image, algorithm)}history/`);

export const readVersion = (company: string, image: string, algorithm: string, number: number): Promise<ResultData> =>
  request<ResultData>(`${path(company, image, algorithm)}history/${number}/`);

/** Makes a version the result again, as a new version. */
export async function restoreVersion(company: string, image: string, algorithm: string, number: number, tag: string | null, note: string) {
  const query = note ? `?note=${encodeURIComponent(note)}` : '';
  await request(`${path(company, image, algorithm)}history/${number}/restore/${query}`, { method: 'POST', headers: tag ? { 'If-Match': tag } : {} });
}
