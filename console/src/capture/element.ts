/** `<cutis-capture>`: takes a photo with the camera, or a file. */
export class CutisCapture extends HTMLElement {}

if (!customElements.get('cutis-capture')) customElements.define('cutis-capture', CutisCapture);
