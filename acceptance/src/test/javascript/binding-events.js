// node binding-events.js http|grpc APP_PORT DAPR_PORT FILE: an application that notes each event of the binding "tick" in a file.
import { appendFileSync } from "node:fs";
import { CommunicationProtocolEnum, DaprServer, LogLevel } from "@dapr/dapr";

const [protocol, appPort, daprPort, file] = process.argv.slice(2);
const quiet = () => {};
const communicationProtocol =
  protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP;
const server = new DaprServer({
  serverHost: "127.0.0.1",
  serverPort: appPort,
  communicationProtocol,
  clientOptions: { daprHost: "127.0.0.1", daprPort, communicationProtocol },
  logger: {
    level: LogLevel.Error,
    service: { error: console.error, warn: quiet, info: quiet, verbose: quiet, debug: quiet },
  },
});

await server.binding.receive("tick", async () => appendFileSync(file, "tick\n"));
await server.start();
