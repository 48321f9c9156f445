// Calls another application by its name.
const sidecar = `http://localhost:${process.env.DAPR_HTTP_PORT}`;
const answer = await fetch(`${sidecar}/v1.0/invoke/answer/method/shout`, {
  method: "POST",
  body: "hello from javascript",
});
console.log("answer", await answer.text());
