/** `<cutis-viewer>`: a photo with its masks as layers. */
export class CutisViewer extends HTMLElement {}

if (!customElements.get('cutis-viewer')) customElements.define('cutis-viewer', CutisViewer);
