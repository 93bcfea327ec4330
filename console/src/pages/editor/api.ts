import { requestWithHeaders } from '../../api/client';
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
