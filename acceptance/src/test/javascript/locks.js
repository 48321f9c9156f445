// node locks.js http|grpc PORT: one line of JSON for each check; the exit status is 1 if one failed.
import assert from "node:assert/strict";
import { CommunicationProtocolEnum, DaprClient, LogLevel } from "@dapr/dapr";

const [protocol, port] = process.argv.slice(2);
const nothing = () => {};
const client = new DaprClient({
  daprHost: "127.0.0.1",
  daprPort: port,
  communicationProtocol:
    protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP,
  logger: {
    level: LogLevel.Error,
    // The client logs refused calls, which are expected here.
    service: { error: nothing, warn: nothing, info: nothing, verbose: nothing, debug: nothing },
  },
});

const checks = {
  async aLockHasOneOwner() {
    const resource = "javascript-" + protocol;
    assert.equal((await client.lock.lock("lockstore", resource, "one", 60)).success, true);
    assert.equal((await client.lock.lock("lockstore", resource, "two", 60)).success, false);
    assert.equal((await client.lock.unlock("lockstore", resource, "two")).status, 2);
    assert.equal((await client.lock.unlock("lockstore", resource, "one")).status, 0);
    assert.equal((await client.lock.unlock("lockstore", resource, "one")).status, 1);
  },

  async storesThatAreNotThereAreNamed() {
    await assert.rejects(
      client.lock.lock("nostore", "javascript", "one", 60),
      /lock store nostore not found/,
    );
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
