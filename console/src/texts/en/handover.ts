export const handover = {
  title: 'A photo for the desk',
  lead: (side: string) =>
    side
      ? `Take the photo here (${side}). It appears at the desk, and nothing stays on this phone.`
      : 'Take the photo here. It appears at the desk, and nothing stays on this phone.',
  sides: { front: 'front', left: 'left side', right: 'right side' },
  done: 'The photo is at the desk. You can close this page.',
  used: 'A photo has already come by this link. It works once.',
  expired: 'This link is no longer valid. Ask for a new code at the desk.',
  unknown: 'There is no such link. Ask for a new code at the desk.',
};
