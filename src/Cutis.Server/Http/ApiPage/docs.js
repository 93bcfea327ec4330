// A proxy may serve Cutis under a path.
const root = document.currentScript.src.replace(/\/docs\/docs\.js.*$/, '');

SwaggerUIBundle({
  url: root + '/openapi/v1.json',
  dom_id: '#api',
  deepLinking: true,
  persistAuthorization: true,
  validatorUrl: null,
});
