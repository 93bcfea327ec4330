export const handover = {
  title: 'Ein Foto für den Arbeitsplatz',
  lead: (side: string) =>
    side
      ? `Nehmen Sie das Foto hier auf (${side}). Es erscheint am Arbeitsplatz, und auf diesem Telefon bleibt nichts.`
      : 'Nehmen Sie das Foto hier auf. Es erscheint am Arbeitsplatz, und auf diesem Telefon bleibt nichts.',
  sides: { front: 'von vorn', left: 'linke Seite', right: 'rechte Seite' },
  done: 'Das Foto ist am Arbeitsplatz. Sie können diese Seite schließen.',
  used: 'Über diesen Link ist schon ein Foto gekommen. Er gilt einmal.',
  expired: 'Dieser Link gilt nicht mehr. Lassen Sie sich am Arbeitsplatz einen neuen Code geben.',
  unknown: 'Diesen Link gibt es nicht. Lassen Sie sich am Arbeitsplatz einen neuen Code geben.',
};
