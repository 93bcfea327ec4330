const [capture, viewer] = [document.querySelector('cutis-capture'), document.querySelector('cutis-viewer')];
const state = document.querySelector('#state');
let photo;

// The page's own server has the token (see server.mjs); the browser gets a signed URL for one photo.
capture.uploadTarget = async taken => {
  const answer = await fetch(`photos?side=${taken.side}`, { method: 'POST' });
  if (!answer.ok) throw new Error('The photo cannot be sent now.');
  photo = await answer.json();
  return photo.upload;
};

capture.addEventListener('uploaded', async () => {
  state.textContent = 'Your skin is being analysed …';
  const answer = await fetch(`photos/${photo.id}`);
  if (!answer.ok) return (state.textContent = 'The analysis has failed.');
  const { original, results } = await answer.json();
  viewer.masks = results;
  viewer.setAttribute('src', original);
  viewer.hidden = false;
  state.textContent = `${results.length} results.`;
});

capture.addEventListener('error', event => console.info(event.detail.code, event.detail.message));
