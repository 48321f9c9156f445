// node events.js publish http|grpc DAPR_PORT: publishes to "news", one by one and in bulk.
// node events.js subscribe http|grpc DAPR_PORT APP_PORT: an application that prints what comes.
import { CommunicationProtocolEnum, DaprClient, DaprServer, LogLevel } from "@dapr/dapr";

const [what, protocol, daprPort, appPort] = process.argv.slice(2);
const quiet = () => {};
const communicationProtocol =
  protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP;
const logger = {
  level: LogLevel.Error,
  service: { error: console.error, warn: quiet, info: quiet, verbose: quiet, debug: quiet },
};

if (what === "publish") {
  const client = new DaprClient({ daprHost: "127.0.0.1", daprPort, communicationProtocol, logger });
  await client.start();
  const one = await client.pubsub.publish("pubsub", "news", { from: `javascript-${protocol}` });
  console.log(JSON.stringify({ check: "publish", ok: !one.error, error: String(one.error) }));
  const many = await client.pubsub.publishBulk("pubsub", "news", [
    { from: `javascript-${protocol}-bulk-1` },
    { from: `javascript-${protocol}-bulk-2` },
  ]);
  const ok = many.failedMessages.length === 0;
  console.log(JSON.stringify({ check: "publish in bulk", ok, error: JSON.stringify(many) }));
  await client.stop();
  process.exit(one.error || !ok ? 1 : 0);
} else {
  const server = new DaprServer({
    serverHost: "127.0.0.1",
    serverPort: appPort,
    communicationProtocol,
    clientOptions: { daprHost: "127.0.0.1", daprPort, communicationProtocol },
    logger,
  });
  await server.pubsub.subscribe("pubsub", "news", async (data) => {
    console.log(`GOT ${(typeof data === "string" ? JSON.parse(data) : data).from}`);
  });
  await server.start();
}
