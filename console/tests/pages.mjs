// Pages of another origin: files and texts by path, and what was put to them.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { repository } from './server.mjs';

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', jpg: 'image/jpeg', svg: 'image/svg+xml', css: 'text/css' };

/**
 * Serves `pages` (path → text) and else files below `root`. `puts` collects what is PUT; `answer(path)` may give the status of a PUT.
 * All answers have a strict policy, so that a component that needs more than its script does not work here.
 */
export async function servePages(pages = {}, { root = join(repository, 'console'), answer = () => 200, policy = strict } = {}) {
  const puts = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    if (request.method === 'PUT') {
      const parts = [];
      for await (const part of request) parts.push(part);
      const status = answer(path, puts.length);
      puts.push({ path, headers: request.headers, body: Buffer.concat(parts), status });
      return response.writeHead(status).end('{}');
    }
    try {
      const body = pages[path] ?? (await readFile(join(root, path)));
      const type = pages[path] ? types.html : types[path.split('.').pop()];
      response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    puts,
    stop: () => new Promise(resolve => (server.closeAllConnections(), server.close(resolve))),
  };
}

export const strict = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'";
