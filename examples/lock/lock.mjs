// Two owners want the same thing; the second gets it when the first gives it back.
const sidecar = `http://localhost:${process.env.DAPR_HTTP_PORT}/v1.0-alpha1`;

async function ask(what, body) {
  const answer = await fetch(`${sidecar}/${what}/lockstore`, {
    method: "POST",
    body: JSON.stringify({ resourceId: "javascript-stock", ...body }),
  });
  return answer.text();
}

console.log("first", await ask("lock", { lockOwner: "first", expiryInSeconds: 60 }));
console.log("second", await ask("lock", { lockOwner: "second", expiryInSeconds: 60 }));
console.log("given back", await ask("unlock", { lockOwner: "first" }));
console.log("second again", await ask("lock", { lockOwner: "second", expiryInSeconds: 60 }));
await ask("unlock", { lockOwner: "second" });
