// node invoke.js http|grpc PORT TARGET...: calls "hello" of each target; one line of JSON for each check.
import assert from "node:assert/strict";
import { CommunicationProtocolEnum, DaprClient, HttpMethod, LogLevel } from "@dapr/dapr";

const [protocol, port, ...targets] = process.argv.slice(2);
const quiet = () => {};
const client = new DaprClient({
  daprHost: "127.0.0.1",
  daprPort: port,
  communicationProtocol:
    protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP,
  logger: {
    level: LogLevel.Error,
    service: { error: quiet, warn: quiet, info: quiet, verbose: quiet, debug: quiet },
  },
});

let failed = false;
await client.start();
for (const target of targets) {
  const check = `${protocol} to ${target}`;
  try {
    const answer = await client.invoker.invoke(target, "hello", HttpMethod.POST, { n: 1 });
    const said = typeof answer === "string" ? JSON.parse(answer) : answer;
    assert.equal(said.from, target);
    assert.deepEqual(typeof said.body === "string" ? JSON.parse(said.body) : said.body, { n: 1 });
    console.log(JSON.stringify({ check, ok: true }));
  } catch (e) {
    failed = true;
    console.log(JSON.stringify({ check, ok: false, error: e.stack }));
  }
}
await client.stop();
process.exit(failed ? 1 : 0);
