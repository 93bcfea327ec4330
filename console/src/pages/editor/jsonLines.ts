/** The line, from 1, on which the value of a path such as `masks_original[0].fill` stands; the nearest one above where there is none. */
export function lineOf(text: string, path: string): number {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  let at = 0;
  const space = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const string = () => {
    const from = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at++;
    return text.slice(from, at);
  };
  const skip = () => {
    space();
    if (text[at] === '"') return void string();
    if (text[at] !== '{' && text[at] !== '[') {
      while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at++;
      return;
    }
    let depth = 0;
    do {
      if (text[at] === '"') {
        string();
        continue;
      }
      if (text[at] === '{' || text[at] === '[') depth++;
      if (text[at] === '}' || text[at] === ']') depth--;
      at++;
    } while (depth > 0 && at < text.length);
  };
  const enter = (step: string): boolean => {
    space();
    const list = text[at] === '[';
    if (!list && text[at] !== '{') return false;
    at++;
    for (let index = 0; at < text.length; index++) {
      space();
      if (text[at] === ']' || text[at] === '}') return false;
      let key = String(index);
      if (!list) {
        try {
          key = JSON.parse(string()) as string;
        } catch {
          return false;
        }
        space();
        at++;
      }
      space();
      if (key === step) return true;
      skip();
      space();
      if (text[at] === ',') at++;
    }
    return false;
  };
  space();
  for (const step of steps) {
    const here = at;
    if (!enter(step)) {
      at = here;
      break;
    }
  }
  return text.slice(0, at).split('\n').length;
}

const token = /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The line, from 1, of the first mistake in a text that is no JSON; browsers do not all tell it. */
export function lineOfMistake(text: string): number {
  let at = 0;
  let start = 0;
  const next = () => {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
    start = token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) throw start;
    at += found.length;
    return found;
  };
  const expect = (right: boolean) => {
    if (!right) throw start;
  };
  const value = (first = next()): void => {
    if (first === '[' || first === '{') {
      const close = first === '[' ? ']' : '}';
      for (let item = next(); item !== close; ) {
        if (close === '}') {
          expect(item.startsWith('"') && next() === ':');
          value();
        } else value(item);
        const after = next();
        if (after === close) return;
        expect(after === ',');
        item = next();
        expect(item !== close);
      }
    } else expect(!/^[\]},:]/.test(first));
  };
  try {
    value();
  } catch (place) {
    if (typeof place === 'number') return text.slice(0, place).split('\n').length;
  }
  return text.slice(0, at).split('\n').length;
}
