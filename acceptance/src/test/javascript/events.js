// node events.js publish http|grpc DAPR_PORT PUBSUBS: publishes to "news" one by one and in bulk, and to "gathered" in bulk.
// node events.js subscribe http|grpc DAPR_PORT PUBSUBS APP_PORT: an application that prints what comes; "gathered" comes in bulk.
import { CommunicationProtocolEnum, DaprClient, DaprServer, LogLevel } from "@dapr/dapr";

const [what, protocol, daprPort, names, appPort] = process.argv.slice(2);
const pubsubs = names.split(",");
const quiet = () => {};
const communicationProtocol =
  protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP;
const logger = {
  level: LogLevel.Error,
  service: { error: console.error, warn: quiet, info: quiet, verbose: quiet, debug: quiet },
};

if (what === "publish") {
  const from = `javascript-${protocol}`;
  const client = new DaprClient({ daprHost: "127.0.0.1", daprPort, communicationProtocol, logger });
  await client.start();
  for (const pubsub of pubsubs) {
    const one = await client.pubsub.publish(pubsub, "news", { from });
    const ok = !one.error;
    console.log(JSON.stringify({ check: `publish to ${pubsub}`, ok, error: String(one.error) }));
    for (const topic of ["news", "gathered"]) {
      const many = await client.pubsub.publishBulk(pubsub, topic, [
        { from: `${from}-bulk-1` },
        { from: `${from}-bulk-2` },
      ]);
      const ok = many.failedMessages.length === 0;
      const check = `publish in bulk to ${topic} of ${pubsub}`;
      console.log(JSON.stringify({ check, ok, error: JSON.stringify(many) }));
    }
  }
  await client.stop();
  process.exit(0);
} else {
  const server = new DaprServer({
    serverHost: "127.0.0.1",
    serverPort: appPort,
    communicationProtocol,
    clientOptions: { daprHost: "127.0.0.1", daprPort, communicationProtocol },
    logger,
  });
  for (const pubsubname of pubsubs) {
    const print = (topic) => async (sent) => {
      const data = typeof sent === "string" ? JSON.parse(sent) : sent;
      console.log(`GOT ${JSON.stringify({ pubsubname, topic, data })}`);
    };
    await server.pubsub.subscribe(pubsubname, "news", print("news"));
    await server.pubsub.subscribeBulk(pubsubname, "gathered", print("gathered"), {
      maxMessagesCount: 10,
      maxAwaitDurationMs: 200,
    });
  }
  await server.start();
}
