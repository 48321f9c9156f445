// Reads a secret.
const sidecar = `http://localhost:${process.env.DAPR_HTTP_PORT}`;
const answer = await fetch(`${sidecar}/v1.0/secrets/secretstore/greeting`);
console.log("secret", await answer.text());
