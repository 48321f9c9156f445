// Subscribes to a topic, publishes an event there, and ends when the event has come.
import { createServer } from "node:http";

const sidecar = `http://localhost:${process.env.DAPR_HTTP_PORT}`;
const subscriptions = [{ pubsubname: "pubsub", topic: "javascript-orders", route: "/orders" }];

createServer(async (call, answer) => {
  let text = "";
  for await (const part of call) text += part;
  answer.setHeader("Content-Type", "application/json");
  if (call.url === "/dapr/subscribe") {
    answer.end(JSON.stringify(subscriptions));
  } else if (call.url === "/orders") {
    answer.end(JSON.stringify({ status: "SUCCESS" }), () => {
      console.log("event", text);
      process.exit(0);
    });
  } else {
    answer.writeHead(404).end();
  }
}).listen(process.env.APP_PORT, "127.0.0.1");

// The sidecar is ready when this application listens.
while ((await fetch(`${sidecar}/v1.0/healthz`)).status !== 204) {
  await new Promise((done) => setTimeout(done, 50));
}
await fetch(`${sidecar}/v1.0/publish/pubsub/javascript-orders`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ id: 7 }),
});
