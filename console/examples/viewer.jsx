import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

// In React, results are a property, and events are listened to by a ref. The page loads the component by its own script tag.
function Skin({ photo, results }) {
  const viewer = useRef(null);
  const [shown, setShown] = useState([]);
  useEffect(() => {
    const listen = event => setShown(event.detail.shown);
    const element = viewer.current;
    element.addEventListener('cutis-layers', listen);
    return () => element.removeEventListener('cutis-layers', listen);
  }, []);
  return (
    <>
      <cutis-viewer ref={viewer} src={photo} masks={results} layers="pores" />
      <p role="status">{shown.join(', ')}</p>
    </>
  );
}

const root = document.querySelector('#root');
const results = await (await fetch('/results.json')).json();
createRoot(root).render(<Skin photo={root.dataset.photo} results={results} />);
