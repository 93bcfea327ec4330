/** An entry of `masks`, as it is written into the request; keys that this page does not know are kept. */
export interface Entry {
  algorithm_tech_name: string;
  fill_override?: (string | number)[] | null;
  [key: string]: unknown;
}

/** The body of a request for pictures. */
export interface Body {
  image_id: string;
  image_type: 'original' | 'restored';
  masks: Entry[];
  combine?: boolean;
  [key: string]: unknown;
}

/** Options that v5 does not have. */
const onlyV4 = ['layer', 'format'];

export function startBody(image: string, algorithms: string[], restored: boolean): Body {
  return { image_id: image, image_type: restored ? 'restored' : 'original', masks: algorithms.map(name => ({ algorithm_tech_name: name })) };
}

/** Switches an algorithm on or off. A new one has the options of the others, but for their colours. */
export function withAlgorithm(body: Body, algorithm: string, on: boolean): Body {
  const others = body.masks.filter(entry => entry.algorithm_tech_name !== algorithm);
  if (!on) return { ...body, masks: others };
  const { fill_override: _, ...options } = body.masks[0] ?? {};
  return { ...body, masks: [...others, { ...options, algorithm_tech_name: algorithm }] };
}

/** Sets an option in every entry; undefined takes it out. */
export function withOption(body: Body, key: string, value: unknown): Body {
  return { ...body, masks: body.masks.map(entry => put(entry, key, value)) };
}

function put<T extends Record<string, unknown>>(object: T, key: string, value: unknown): T {
  const copy: Record<string, unknown> = { ...object };
  if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy as T;
}

export const withKey = (body: Body, key: string, value: unknown): Body => put(body, key, value);

/** Sets the colour of one of an algorithm's masks. Before its first own colour, the masks have those of `usual`. */
export function withColour(body: Body, algorithm: string, place: number, colour: string, usual: string[]): Body {
  const masks = body.masks.map(entry => {
    if (entry.algorithm_tech_name !== algorithm) return entry;
    const written = (entry.fill_override ?? []).filter(item => typeof item === 'string');
    const colours = usual.map((own, index) => written[Math.min(index, written.length - 1)] ?? own);
    colours[place] = colour;
    return { ...entry, fill_override: colours };
  });
  return { ...body, masks };
}

export function withOwnColours(body: Body, algorithm: string): Body {
  return { ...body, masks: body.masks.map(entry => (entry.algorithm_tech_name === algorithm ? put(entry, 'fill_override', undefined) : entry)) };
}

/** The same request for SVG. */
export function svgBody(body: Body, over: boolean): Body {
  const masks = body.masks.map(entry => onlyV4.reduce((rest, key) => put(rest, key, undefined), entry));
  const left = over ? masks : masks.map(entry => (entry.spotlight === 'grey' ? put(put(entry, 'quality', undefined), 'spotlight', undefined) : put(entry, 'quality', undefined)));
  return { ...body, masks: left, mask_over_image: over };
}

/** Reads what somebody typed; a text says why it is no request. */
export function parseBody(text: string): Body | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const body = value as Partial<Body> | null;
  if (!body || typeof body !== 'object' || Array.isArray(body)) return '{ … }';
  if (!Array.isArray(body.masks) || body.masks.some(entry => !entry || typeof entry !== 'object')) return '"masks": [ … ]';
  return body as Body;
}

export type Language = 'curl' | 'csharp' | 'python' | 'javascript';
export const languages: Record<Language, string> = { curl: 'curl', csharp: 'C#', python: 'Python', javascript: 'JavaScript' };

/** The request as a program. The token is read from the environment, never written down. */
export function snippet(language: Language, url: string, body: object): string {
  const json = JSON.stringify(body, null, 2);
  switch (language) {
    case 'curl':
      return `curl -sS -X POST '${url}' \\\n  -H "Authorization: Bearer $CUTIS_TOKEN" \\\n  -H 'Content-Type: application/json' \\\n  -d '${json.replace(/'/g, `'\\''`)}'`;
    case 'csharp':
      return `using System.Net.Http.Headers;
using System.Text;

using var http = new HttpClient();
var token = Environment.GetEnvironmentVariable("CUTIS_TOKEN");
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
const string body = """
${indent(json, 4)}
    """;
using var answer = await http.PostAsync("${url}", new StringContent(body, Encoding.UTF8, "application/json"));
answer.EnsureSuccessStatusCode();
Console.WriteLine(await answer.Content.ReadAsStringAsync());`;
    case 'python':
      return `import json, os, urllib.request

body = json.loads(r"""
${json}
""")
request = urllib.request.Request(
    "${url}",
    data=json.dumps(body).encode(),
    headers={"Authorization": "Bearer " + os.environ["CUTIS_TOKEN"], "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as answer:
    print(json.load(answer))`;
    case 'javascript':
      return `const answer = await fetch("${url}", {
  method: "POST",
  headers: { Authorization: \`Bearer \${process.env.CUTIS_TOKEN}\`, "Content-Type": "application/json" },
  body: JSON.stringify(${indent(json, 2).trim()}),
});
if (!answer.ok) throw new Error(await answer.text());
console.log(await answer.json());`;
  }
}

const indent = (text: string, spaces: number) => text.replace(/^/gm, ' '.repeat(spaces));
