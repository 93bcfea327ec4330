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

/** The line of a mistake of `JSON.parse`, as browsers word it; 0 where they do not say. */
export function lineOfMistake(text: string, message: string): number {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position) return text.slice(0, Number(position)).split('\n').length;
  return /end of/i.test(message) ? text.split('\n').length : 0;
}
