// node crypto.js PORT: one line of JSON for each check; the exit status is 1 if one failed.
import assert from "node:assert/strict";
import { CommunicationProtocolEnum, DaprClient, LogLevel } from "@dapr/dapr";

const [port] = process.argv.slice(2);
const nothing = () => {};
const client = new DaprClient({
  daprHost: "127.0.0.1",
  daprPort: port,
  communicationProtocol: CommunicationProtocolEnum.GRPC,
  logger: {
    level: LogLevel.Error,
    // The client logs refused calls, which are expected here.
    service: { error: nothing, warn: nothing, info: nothing, verbose: nothing, debug: nothing },
  },
});
const aes = { componentName: "keys", keyName: "aes256", keyWrapAlgorithm: "AES" };

const checks = {
  async aMessageComesBack() {
    const encrypted = await client.crypto.encrypt("Grüße", aes);
    assert.equal(encrypted.subarray(0, 14).toString(), "dapr.io/enc/v1");
    const plain = await client.crypto.decrypt(encrypted, { componentName: "keys" });
    assert.equal(plain.toString(), "Grüße");
  },

  async aLongMessageComesBack() {
    const message = Buffer.alloc(300_000, "m");
    const encrypted = await client.crypto.encrypt(message, {
      componentName: "keys",
      keyName: "rsa.pem",
      keyWrapAlgorithm: "RSA",
      dataEncryptionCipher: "chacha20-poly1305",
    });
    const plain = await client.crypto.decrypt(encrypted, { componentName: "keys" });
    assert.ok(message.equals(plain));
  },

  async theNameOfTheKeyMayBeLeftOut() {
    const encrypted = await client.crypto.encrypt("x", { ...aes, omitDecryptionKeyName: true });
    const options = { componentName: "keys", keyName: "aes256" };
    assert.equal((await client.crypto.decrypt(encrypted, options)).toString(), "x");
  },

  async aTamperedMessageIsRefused() {
    const encrypted = await client.crypto.encrypt("x", aes);
    encrypted[encrypted.length - 1] ^= 1;
    await assert.rejects(
      client.crypto.decrypt(encrypted, { componentName: "keys" }),
      /failed to decrypt segment/,
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
