// Writes a file through a binding, and reads it back.
async function ask(operation, data) {
  const answer = await fetch(`http://localhost:${process.env.DAPR_HTTP_PORT}/v1.0/bindings/files`, {
    method: "POST",
    body: JSON.stringify({ operation, data, metadata: { fileName: "javascript.txt" } }),
  });
  return answer.text();
}

await ask("create", "hello from javascript");
console.log("file", await ask("get"));
