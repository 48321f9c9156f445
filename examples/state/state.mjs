// Saves a value, reads it, and changes it only if nobody else has.
const store = `http://localhost:${process.env.DAPR_HTTP_PORT}/v1.0/state/statestore`;

async function save(item) {
  const answer = await fetch(store, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify([item]),
  });
  return answer.status;
}

await save({ key: "javascript-order", value: { items: 1 } });
const read = await fetch(`${store}/javascript-order`);
console.log("read", await read.text());

const change = { key: "javascript-order", value: { items: 2 }, etag: read.headers.get("etag") };
console.log("changed:", await save(change));
console.log("changed again with the old ETag:", await save(change));
