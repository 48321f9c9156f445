// Reads an item, asks to be told of changes, edits the file that it is in, and ends when the news has come.
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";

const store = `http://localhost:${process.env.DAPR_HTTP_PORT}/v1.0/configuration/configstore`;
console.log("limit", await (await fetch(`${store}?key=limit`)).text());

createServer(async (call, answer) => {
  let text = "";
  for await (const part of call) text += part;
  answer.end(() => {
    if (call.url === "/configuration/configstore/limit") {
      console.log("changed", text);
      process.exit(0);
    }
  });
}).listen(process.env.APP_PORT, "127.0.0.1");

// The sidecar is ready when this application listens.
while ((await fetch(`http://localhost:${process.env.DAPR_HTTP_PORT}/v1.0/healthz`)).status !== 204) {
  await new Promise((done) => setTimeout(done, 50));
}
await fetch(`${store}/subscribe?key=limit`);
await writeFile("items.json", '{"limit": "20"}');
