// Answers calls of other applications: what it gets, in capitals.
import { createServer } from "node:http";

createServer(async (call, answer) => {
  let text = "";
  for await (const part of call) text += part;
  answer.end(text.toUpperCase());
}).listen(process.env.APP_PORT, "127.0.0.1");
