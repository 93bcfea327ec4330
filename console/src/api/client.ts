import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError } from './errors';
import { root } from './root';
import type { paths } from './schema';

let csrf = '';
let lost = () => {};

/** Sets the value that goes along with every request that changes something (see docs/console.md). */
export function setCsrfToken(token: string): void {
  csrf = token;
}

/** Sets what is done when a request shows that the session has ended, or is another one by now. */
export function whenSessionEnds(handler: () => void): void {
  lost = handler;
}

async function refuse(response: Response): Promise<ApiError> {
  const error = await ApiError.from(response);
  if (error.code === 'csrf_token_wrong' || (error.status === 401 && !response.url.includes('/api/v1/session/'))) lost();
  return error;
}

const manners: Middleware = {
  onRequest({ request }) {
    if (csrf && request.method !== 'GET' && request.method !== 'HEAD') request.headers.set('X-CSRF-Token', csrf);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await refuse(response);
    return response;
  },
};

/** The API, typed by its description. A refusal is thrown as `ApiError`. */
export const api = createClient<paths>({ baseUrl: root, credentials: 'same-origin' });
api.use(manners);

/** A request that the description does not type, with the same manners; the headers of the answer beside its body. */
export async function requestWithHeaders<T>(path: string, init: RequestInit = {}): Promise<{ body: T; headers: Headers }> {
  const headers = new Headers(init.headers);
  if (csrf && init.method && init.method !== 'GET') headers.set('X-CSRF-Token', csrf);
  const response = await fetch(root + path.replace(/^\//, ''), { ...init, headers, credentials: 'same-origin' });
  if (!response.ok) throw await refuse(response);
  return { body: (response.status === 204 ? undefined : await response.json()) as T, headers: response.headers };
}

/** A request that the description does not type, with the same manners. */
export async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  return (await requestWithHeaders<T>(path, init)).body;
}
