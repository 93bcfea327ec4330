// The script that other pages load for <cutis-capture>.
export { CutisCapture } from '../capture/element';
