import { after, before, beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:http";

const dapr = `http://127.0.0.1:${process.env.DAPR_HTTP_PORT}`;
const mode = `${dapr}/v1.0-alpha1/test`;

async function call(verb, url, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method: verb, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

const advance = (by) => call("POST", `${mode}/clock/advance`, { by });

// The application: takes orders, and refuses as many as it is told to.
let refusals = 0;
const app = createServer(async (request, response) => {
  for await (const _ of request); // the body: here it does not matter
  if (request.url === "/dapr/subscribe") {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify([{ pubsubname: "pubsub", topic: "orders", route: "/orders" }]));
  } else if (request.url === "/orders" && request.method === "POST") {
    response.writeHead(refusals-- > 0 ? 500 : 200).end();
  } else {
    response.writeHead(404).end();
  }
});

const taken = async () =>
  (await call("GET", `${mode}/recordings/received`)).body.filter((one) => one.method === "orders");

before(async () => {
  app.listen(Number(process.env.APP_PORT), "127.0.0.1");
  const ready = () => fetch(`${dapr}/v1.0/healthz`).then((answer) => answer.ok, () => false);
  while (!(await ready()));
});

after(() => {
  app.close();
  app.closeAllConnections();
});

beforeEach(async () => {
  await call("DELETE", `${mode}/faults`);
  await advance("0"); // what is under way comes to rest
  await call("DELETE", `${mode}/recordings`);
});

test("an order expires after an hour", async () => {
  const metadata = { ttlInSeconds: "3600" };
  await call("POST", `${dapr}/v1.0/state/statestore`, [{ key: "order-7", value: 7, metadata }]);
  await advance("59m59s");
  assert.equal((await call("GET", `${dapr}/v1.0/state/statestore/order-7`)).status, 200);
  await advance("1s");
  assert.equal((await call("GET", `${dapr}/v1.0/state/statestore/order-7`)).status, 204);
});

test("an order that was refused comes again ten minutes later", async () => {
  refusals = 1;
  await call("POST", `${dapr}/v1.0/publish/pubsub/orders`, { id: 7 });
  await advance("9m59s");
  assert.equal((await taken()).length, 1);
  await advance("1s");
  assert.equal((await taken()).length, 2);
});

test("a broker that is down is noticed", async () => {
  await call("PUT", `${mode}/faults/down`, { component: "pubsub", kind: "crash" });
  const answer = await call("POST", `${dapr}/v1.0/publish/pubsub/orders`, { id: 8 });
  assert.equal(answer.status, 500);
  assert.deepEqual((await call("GET", `${mode}/recordings/published`)).body, []);
});
