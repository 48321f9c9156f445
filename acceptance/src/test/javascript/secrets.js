// node secrets.js http|grpc PORT: one line of JSON for each check; the exit status is 1 if one failed.
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
    // The client logs refused reads, which are expected here.
    service: { error: nothing, warn: nothing, info: nothing, verbose: nothing, debug: nothing },
  },
});

const checks = {
  async secretsOfAFileAreRead() {
    assert.deepEqual(await client.secret.get("vault", "greeting"), { greeting: 'a "b" ü' });
    assert.deepEqual(await client.secret.get("vault", "db:password"), {
      "db:password": "vault-password",
    });
  },

  async theEnvironmentHoldsSecrets() {
    assert.deepEqual(await client.secret.get("environment", "KEY"), { KEY: "environment-key" });
    assert.deepEqual(await client.secret.get("environment", "NOTHING"), { NOTHING: "" });
  },

  async allThatTheScopesOpenComesAtOnce() {
    assert.deepEqual(
      { ...(await client.secret.getBulk("vault")) },
      { greeting: { greeting: 'a "b" ü' }, "db:password": { "db:password": "vault-password" } },
    );
    assert.deepEqual(
      { ...(await client.secret.getBulk("groups")) },
      { database: { user: "sa", password: "group-password" } },
    );
  },

  async theScopesCloseTheRest() {
    for (const [store, key] of [["vault", "hidden"], ["groups", "other"], ["groups", "absent"]]) {
      await assert.rejects(client.secret.get(store, key), /access denied by policy to get/);
    }
  },

  async whatIsNotThereIsNamed() {
    await assert.rejects(client.secret.get("vault", "absent"), /secret absent not found/);
    await assert.rejects(
      client.secret.get("nostore", "key"),
      /failed finding secret store with key nostore/,
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
