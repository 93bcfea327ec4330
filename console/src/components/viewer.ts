// The script that other pages load for <cutis-viewer>.
export { CutisViewer } from '../viewer/element';
