// node binding.js http|grpc PORT: asks the bindings "files" and "web"; one line of JSON for each check.
import assert from "node:assert/strict";
import { CommunicationProtocolEnum, DaprClient, LogLevel } from "@dapr/dapr";

const [protocol, port] = process.argv.slice(2);
const quiet = () => {};
const client = new DaprClient({
  daprHost: "127.0.0.1",
  daprPort: port,
  communicationProtocol:
    protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP,
  logger: {
    level: LogLevel.Error,
    service: { error: quiet, warn: quiet, info: quiet, verbose: quiet, debug: quiet },
  },
});

// The SDK gives bytes over gRPC, and what they stand for over HTTP.
const text = (answer) =>
  answer?.data instanceof Uint8Array
    ? Buffer.from(answer.data).toString()
    : typeof answer === "string"
      ? answer
      : JSON.stringify(answer);

let failed = false;
async function check(name, body) {
  try {
    await body();
    console.log(JSON.stringify({ check: name, ok: true }));
  } catch (e) {
    failed = true;
    console.log(JSON.stringify({ check: name, ok: false, error: e.stack }));
  }
}

await client.start();
await check(`${protocol}: a file is written`, async () => {
  const answer = await client.binding.send("files", "create", "hello", { fileName: `js-${protocol}.txt` });
  assert.match(text(answer), /js-/);
});
await check(`${protocol}: a service is called`, async () => {
  const answer = await client.binding.send("web", "post", { n: 1 }, { path: "/hello" });
  const said = JSON.parse(text(answer));
  assert.equal(said.path, "/hello");
  assert.deepEqual(JSON.parse(said.body), { n: 1 });
});
await check(`${protocol}: an operation that is not there is refused`, async () => {
  await assert.rejects(client.binding.send("files", "fly", "x"));
});
await client.stop();
process.exit(failed ? 1 : 0);
