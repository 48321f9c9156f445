// node configuration.js PORT FILE: one line of JSON for each check; the exit status is 1 if one failed. FILE is what
// the store reads: it is written here. The client knows configuration over gRPC only.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { CommunicationProtocolEnum, DaprClient, LogLevel } from "@dapr/dapr";

const [port, path] = process.argv.slice(2);
const client = new DaprClient({
  daprHost: "127.0.0.1",
  daprPort: port,
  communicationProtocol: CommunicationProtocolEnum.GRPC,
  logger: { level: LogLevel.Error },
});

function put(key, value, version) {
  const items = JSON.parse(readFileSync(path, "utf8"));
  items[key] = { value, version };
  writeFileSync(path + ".new", JSON.stringify(items));
  renameSync(path + ".new", path);
}

const checks = {
  async itemsAreRead() {
    put("javascript1", "101", "1");
    const { items } = await client.configuration.get("configstore", ["javascript1", "absent"]);
    assert.deepEqual(Object.keys(items), ["javascript1"]);
    assert.equal(items.javascript1.value, "101");
    assert.equal(items.javascript1.version, "1");
  },

  async changesArriveUntilTheyAreNotWanted() {
    const seen = [];
    let wake = () => {};
    const stream = await client.configuration.subscribeWithKeys(
      "configstore",
      ["javascript2"],
      async (data) => {
        if (data.items.javascript2) {
          seen.push(data.items.javascript2.value);
          wake();
        }
      },
    );
    const arrival = () => new Promise((resolve) => (wake = resolve));
    // The client does not say when its subscription is in force: values are written until one arrives.
    let written = 0;
    const first = arrival();
    const writing = setInterval(() => put("javascript2", `value ${++written}`, `${written}`), 200);
    await first;
    clearInterval(writing);
    put("javascript2", "last", "last");
    while (seen.at(-1) !== "last") {
      await arrival();
    }
    await stream.stop();
  },
};

let failed = false;
await client.start();
for (const [check, run] of Object.entries(checks)) {
  try {
    await run();
    console.log(JSON.stringify({ check, ok: true }));
  } catch (e) {
    failed = true;
    console.log(JSON.stringify({ check, ok: false, error: e.stack }));
  }
}
await client.stop();
process.exit(failed ? 1 : 0);
