import { admin, algorithms, applications, audit, members, receipts, settings, tokens, urls, webhooks } from './en/admin';
import { compare } from './en/compare';
import { editor } from './en/editor';
import { handover } from './en/handover';
import { image } from './en/image';
import { datasets, images, lists, privacy, subjects } from './en/lists';
import { report } from './en/report';
import { shell } from './en/shell';
import { signin } from './en/signin';
import { start } from './en/start';
import { styling } from './en/styling';
import { ui } from './en/ui';

/** All texts in English; other languages have the same names (the type holds them to it). One file per page in `en/` and `de/`. */
export const en = {
  admin,
  algorithms,
  applications,
  audit,
  compare,
  datasets,
  editor,
  handover,
  image,
  images,
  lists,
  members,
  privacy,
  receipts,
  report,
  settings,
  shell,
  signin,
  start,
  styling,
  subjects,
  tokens,
  ui,
  urls,
  webhooks,
};

export type Loose<T> = T extends (...args: infer A) => string ? (...args: A) => string : T extends string ? string : { [K in keyof T]: Loose<T[K]> };
export type Texts = Loose<typeof en>;
