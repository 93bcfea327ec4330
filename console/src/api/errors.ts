/** A refusal of the server, in either of its dialects (`{"detail": …}` with fields, or a list of mistakes). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Field → what is wrong with it. */
    readonly fields: Record<string, string> = {},
    /** Seconds after which to try again; 0 when the server named none. */
    readonly retryAfter = 0,
  ) {
    super(message);
  }

  static async from(response: Response): Promise<ApiError> {
    const retryAfter = Number(response.headers.get('Retry-After')) || 0;
    let body: unknown;
    try {
      body = await response.json();
    } catch {
      return new ApiError(response.status, '', response.statusText || `HTTP ${response.status}`, {}, retryAfter);
    }

    return parse(response.status, body, retryAfter);
  }
}

function parse(status: number, body: unknown, retryAfter: number): ApiError {
  const fields: Record<string, string> = {};
  const answer = (body ?? {}) as Record<string, unknown>;
  if (Array.isArray(answer.detail)) {
    for (const mistake of answer.detail as { loc?: (string | number)[]; msg?: string }[])
      fields[(mistake.loc ?? []).filter(part => part !== 'body').join('.')] = mistake.msg ?? '';
    return new ApiError(status, 'invalid', Object.values(fields).join(' '), fields, retryAfter);
  }

  for (const [key, value] of Object.entries(answer)) {
    if (key === 'detail' || key === 'code') continue;
    const text = Array.isArray(value) ? value.filter(item => typeof item === 'string').join(' ') : '';
    if (text) fields[key] = text;
  }

  const message = typeof answer.detail === 'string' ? answer.detail : Object.values(fields).join(' ') || `HTTP ${status}`;
  return new ApiError(status, typeof answer.code === 'string' ? answer.code : '', message, fields, retryAfter);
}
