// node app.js http|grpc APP_PORT DAPR_PORT: an application whose method "hello" tells what it was given.
import { CommunicationProtocolEnum, DaprServer, HttpMethod, LogLevel } from "@dapr/dapr";

const [protocol, appPort, daprPort] = process.argv.slice(2);
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

for (const method of [HttpMethod.GET, HttpMethod.POST]) {
  await server.invoker.listen("hello", async ({ body }) => ({ from: "javascript", body }), { method });
}
await server.start();
