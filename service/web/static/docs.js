"use strict";

const place = document.getElementById("docs");

SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  validatorUrl: null, // the public validator would see the document
  defaultModelsExpandDepth: 0,
  presets: [SwaggerUIBundle.presets.apis],
});
