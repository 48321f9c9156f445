// node state.js http|grpc PORT: one line of JSON for each check; the exit status is 1 if one failed.
import assert from "node:assert/strict";
import {
  CommunicationProtocolEnum,
  DaprClient,
  LogLevel,
  StateConcurrencyEnum,
  StateConsistencyEnum,
} from "@dapr/dapr";

const [protocol, port] = process.argv.slice(2);
const STORE = "statestore";
const firstWrite = {
  concurrency: StateConcurrencyEnum.CONCURRENCY_FIRST_WRITE,
  consistency: StateConsistencyEnum.CONSISTENCY_STRONG,
};
const client = new DaprClient({
  daprHost: "127.0.0.1",
  daprPort: port,
  communicationProtocol:
    protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP,
  logger: { level: LogLevel.Error, service: silent() },
});

// The client logs refused writes, which are expected here.
function silent() {
  const nothing = () => {};
  return { error: nothing, warn: nothing, info: nothing, verbose: nothing, debug: nothing };
}

// One door answers with an error, the other one throws it.
async function refused(call) {
  try {
    return (await call()).error?.toString();
  } catch (e) {
    return e.toString();
  }
}

const checks = {
  async valuesComeBackAsTheyWere() {
    const order = { id: "7", amount: 3, tags: ["a", "ä"], nothing: null };
    assert.deepEqual(await client.state.save(STORE, [{ key: "order", value: order }]), {});
    await client.state.save(STORE, [{ key: "text", value: "Bruce Wayne" }]);
    assert.deepEqual(await client.state.get(STORE, "order"), order);
    assert.equal(await client.state.get(STORE, "text"), "Bruce Wayne");
    assert.equal(await client.state.get(STORE, "missing"), "");
  },

  async manyAreSavedAndReadAtOnce() {
    await client.state.save(STORE, [
      { key: "bulk-1", value: { n: 1 } },
      { key: "bulk-2", value: { n: 2 } },
    ]);
    const items = await client.state.getBulk(STORE, ["bulk-1", "bulk-2", "missing"], { parallelism: 2 });
    const byKey = Object.fromEntries(items.map((item) => [item.key, item]));
    assert.deepEqual(byKey["bulk-1"].data, { n: 1 });
    assert.deepEqual(byKey["bulk-2"].data, { n: 2 });
    assert.ok(byKey["bulk-1"].etag);
    assert.ok(!byKey.missing.data);
  },

  async anEtagKeepsTheFirstWrite() {
    await client.state.save(STORE, [{ key: "etag", value: "one" }]);
    const [{ etag }] = await client.state.getBulk(STORE, ["etag"], { parallelism: 1 });
    const write = (value) =>
      client.state.save(STORE, [{ key: "etag", value, etag, options: { ...firstWrite } }]);
    assert.equal(await refused(() => write("two")), undefined);
    const late = await refused(() => write("three"));
    assert.match(late, protocol === "grpc" ? /aborted/i : /409.*/);
    assert.ok(await refused(() => client.state.delete(STORE, "etag", { etag, ...firstWrite })));
    assert.equal(await client.state.get(STORE, "etag"), "two");
    assert.deepEqual(await client.state.delete(STORE, "etag"), {});
    assert.equal(await client.state.get(STORE, "etag"), "");
  },

  async aTransactionWritesAndDeletes() {
    await client.state.save(STORE, [{ key: "tx-old", value: "old" }]);
    await client.state.transaction(STORE, [
      { operation: "upsert", request: { key: "tx-new", value: "new" } },
      { operation: "delete", request: { key: "tx-old" } },
    ]);
    assert.equal(await client.state.get(STORE, "tx-new"), "new");
    assert.equal(await client.state.get(STORE, "tx-old"), "");
  },

  async aQueryThatTheStoreCannotAnswerIsRefused() {
    const query = { filter: { EQ: { a: 1 } }, sort: [], page: { limit: 1 } };
    await assert.rejects(client.state.query(STORE, query), /state store does not support querying/);
  },

  async aStoreThatIsNotThereIsNamed() {
    await assert.rejects(client.state.get("nostore", "key"), /state store nostore is not found/);
  },

  async metadataIsShownAndKept() {
    assert.equal(await client.metadata.set("color", "deep blue"), true);
    const metadata = await client.metadata.get();
    assert.equal(metadata.id, "myapp");
    assert.equal(metadata.extended.color, "deep blue");
    assert.match(metadata.extended.daprRuntimeVersion, /^1\.18\./);
    const store = metadata.components.find((component) => component.name === STORE);
    assert.equal(store.type, "state.sqlite");
    assert.ok(store.capabilities.includes("TRANSACTIONAL"));
  },

  async theSidecarIsHealthy() {
    assert.equal(await client.health.isHealthy(), true);
  },

  async theSidecarShutsDown() {
    await client.sidecar.shutdown();
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
