// Says something to a model, and shows what it answers.
const said = { messages: [{ ofUser: { content: [{ text: "hello from javascript" }] } }] };
const answer = await fetch(
  `http://localhost:${process.env.DAPR_HTTP_PORT}/v1.0-alpha2/conversation/echo/converse`,
  { method: "POST", body: JSON.stringify({ inputs: [said] }) },
);
const { outputs } = await answer.json();
console.log("answer", outputs[0].choices[0].message.content);
