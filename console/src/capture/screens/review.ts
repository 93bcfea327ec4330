import type { Check } from '../checks/judge';
import { h } from '../dom';
import type { ImageCapture } from '../imageCapture';
import type { Stage } from '../stage';
import { checkList } from './camera';

export interface Review {
  capture: ImageCapture;
  picture: Blob;
  /** A photo whose light is bad is not accepted. */
  needsLight: boolean;
  use(): void;
  again(): void;
}

/** The photo before it is used, with what could be better. */
export function showReview(stage: Stage, review: Review): void {
  const t = stage.words();
  stage.show(signal => {
    const url = URL.createObjectURL(review.picture);
    signal.addEventListener('abort', () => URL.revokeObjectURL(url));
    const { checks } = review.capture;
    const bad = checks.filter(check => check.state === 'bad');
    const isRefused = review.needsLight && bad.some(check => check.name === 'light');
    const list = checkList(t);
    list.show(checks);
    const use = isRefused
      ? null
      : h(
          'button',
          { type: 'button', class: bad.length ? '' : 'main', 'data-use': true, onclick: review.use },
          bad.length ? t.useAnyway : t.use,
        );
    const again = h('button', { type: 'button', class: bad.length ? 'main' : '', 'data-again': true, onclick: review.again }, t.again);
    return h(
      'div',
      { class: 'review' },
      h('img', { src: url, alt: t.photo }),
      h(
        'div',
        { class: 'verdict', 'data-verdict': bad.length ? 'bad' : 'good' },
        h('h2', { tabindex: -1, 'data-focus': true }, verdict(checks, t)),
        bad.length > 0 &&
          h('ul', { class: 'hints' }, ...bad.map(check => h('li', {}, check.hint ? t.hints[check.hint] : t.checks[check.name]))),
        isRefused && h('p', { class: 'alert', role: 'alert' }, t.reviewLight),
        list.element,
        h('p', { class: 'soft small' }, t.estimate),
        h('div', { class: 'buttons' }, ...(bad.length ? [again, use] : [use, again])),
      ),
    );
  });
}

function verdict(checks: readonly Check[], t: { reviewGood: string; reviewBad: string; reviewUnknown: string }): string {
  if (checks.some(check => check.state === 'bad')) return t.reviewBad;
  return checks.some(check => check.state === 'unknown') ? t.reviewUnknown : t.reviewGood;
}
