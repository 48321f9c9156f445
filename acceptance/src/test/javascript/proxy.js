// node proxy.js PORT APP_ID: calls an application's own gRPC service through its sidecar; one line of JSON for each check.
import assert from "node:assert/strict";
import grpc from "@grpc/grpc-js";

const [port, appId] = process.argv.slice(2);
const service = "/acceptance.v1.Echo/";
const same = (bytes) => bytes;
const text = (bytes) => bytes.toString();
const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());

function metadata() {
  const entries = new grpc.Metadata();
  entries.set("dapr-app-id", appId);
  entries.add("x-sent", "one");
  entries.add("x-bytes-bin", Buffer.from([0, 255, 7]));
  return entries;
}

function end(call) {
  const seen = {};
  call.on("metadata", (headers) => (seen.headers = headers));
  return new Promise((resolve) => call.on("status", (status) => resolve({ ...seen, status })));
}

async function messages(call) {
  const all = [];
  for await (const message of call) {
    all.push(text(message));
  }
  return all;
}

function unary(method, message) {
  let call;
  const answer = new Promise((resolve) => {
    call = client.makeUnaryRequest(service + method, same, same, Buffer.from(message), metadata(), (error, value) =>
      resolve({ error, value }),
    );
  });
  return Promise.all([answer, end(call)]);
}

const checks = {
  async unary() {
    const [{ value }, { headers, status }] = await unary("Unary", "hello");
    assert.equal(text(value), "hello");
    assert.deepEqual(headers.get("x-seen"), ["one"]);
    assert.deepEqual(headers.get("x-bytes-bin"), [Buffer.from([0, 255, 7])]);
    assert.deepEqual(status.metadata.get("x-trailer"), ["the end"]);
  },
  async failure() {
    const [{ error }] = await unary("Unary", "fail!");
    assert.equal(error.code, grpc.status.ALREADY_EXISTS);
    assert.equal(error.details, "no: fail!");
    assert.ok(text(error.metadata.get("grpc-status-details-bin")[0]).includes("TAKEN"));
  },
  async "server streaming"() {
    const call = client.makeServerStreamRequest(service + "Down", same, same, Buffer.from("300"), metadata());
    const ended = end(call);
    assert.deepEqual(await messages(call), Array.from({ length: 300 }, (_, i) => `${i}`));
    assert.deepEqual((await ended).status.metadata.get("x-trailer"), ["the end"]);
  },
  async "client streaming"() {
    const total = await new Promise((resolve, reject) => {
      const call = client.makeClientStreamRequest(service + "Up", same, same, metadata(), (error, value) =>
        error ? reject(error) : resolve(text(value)),
      );
      for (let i = 0; i < 100; i++) {
        call.write(Buffer.alloc(i));
      }
      call.end();
    });
    assert.equal(total, "4950");
  },
  async "streaming both ways"() {
    const call = client.makeBidiStreamRequest(service + "Both", same, same, metadata());
    const answers = call[Symbol.asyncIterator]();
    for (let i = 0; i < 20; i++) {
      call.write(Buffer.from(`m${i}`));
      assert.equal(text((await answers.next()).value), `m${i}`);
    }
    call.end();
    assert.equal((await answers.next()).done, true);
  },
};

let failed = false;
for (const [check, run] of Object.entries(checks)) {
  try {
    await run();
    console.log(JSON.stringify({ check, ok: true }));
  } catch (e) {
    failed = true;
    console.log(JSON.stringify({ check, ok: false, error: e.stack }));
  }
}
client.close();
process.exit(failed ? 1 : 0);
