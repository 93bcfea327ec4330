/** Where a photo is put: a signed URL of the server, with the headers of its answer. */
export interface UploadTarget {
  url: string;
  method?: string;
  headers?: Record<string, string>;
}

/** Why a photo did not arrive; status 0 when no answer came. */
export class UploadError extends Error {
  constructor(readonly status: number) {
    super(status ? `HTTP ${status}` : 'network');
  }
}

/** Puts the photo; what failed on the way is tried again twice. Rejects with an `UploadError`, or an `AbortError` when the signal fires. */
export async function put(blob: Blob, target: UploadTarget, progress: (share: number) => void, signal: AbortSignal): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(blob, target, progress, signal);
    } catch (error) {
      const isTransient = error instanceof UploadError && (error.status === 0 || error.status === 429 || error.status >= 500);
      if (!isTransient || attempt === 2) throw error;
      await pause(800 * 2 ** attempt, signal);
    }
  }
}

// XMLHttpRequest, because `fetch` does not tell how much was sent.
function once(blob: Blob, target: UploadTarget, progress: (share: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(aborted());
    const request = new XMLHttpRequest();
    request.open(target.method ?? 'PUT', target.url);
    const headers = { 'Content-Type': blob.type, ...target.headers };
    for (const [name, value] of Object.entries(headers)) if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value);
    request.upload.onprogress = event => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () =>
      request.status >= 200 && request.status < 300 ? resolve(request.responseText) : reject(new UploadError(request.status));
    request.onerror = request.ontimeout = () => reject(new UploadError(0));
    request.onabort = () => reject(aborted());
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(blob);
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(aborted())), { once: true });
  });
}

const aborted = () => new DOMException('The upload was cancelled.', 'AbortError');
