import { admin, algorithms, applications, audit, members, receipts, settings, tokens, urls, webhooks } from './de/admin';
import { compare } from './de/compare';
import { editor } from './de/editor';
import { handover } from './de/handover';
import { image } from './de/image';
import { datasets, images, lists, privacy, subjects } from './de/lists';
import { report } from './de/report';
import { shell } from './de/shell';
import { signin } from './de/signin';
import { start } from './de/start';
import { styling } from './de/styling';
import { ui } from './de/ui';
import type { Texts } from './en';

export const de: Texts = {
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
