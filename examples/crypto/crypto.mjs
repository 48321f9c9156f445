// Encrypts a message with a key that it never sees, and decrypts it.
const keys = `http://localhost:${process.env.DAPR_HTTP_PORT}/v1.0-alpha1/crypto/keys`;

const encrypted = await fetch(`${keys}/encrypt`, {
  method: "PUT",
  headers: { "dapr-key-name": "example", "dapr-key-wrap-algorithm": "A256KW" },
  body: "hello from javascript",
});
const secret = new Uint8Array(await encrypted.arrayBuffer());
console.log("encrypted", new TextDecoder().decode(secret).split("\n")[0]);

const decrypted = await fetch(`${keys}/decrypt`, { method: "PUT", body: secret });
console.log("decrypted", await decrypted.text());
