// Signs FOLDER/in.pdf with FOLDER/key.p12 as PAdES B-B for MILLISECONDS, after one to warm up; prints signatures per second.
import { readFile } from "node:fs/promises";
import { P12Signer, PDF } from "@libpdf/core";

const [folder, milliseconds] = process.argv.slice(2);
const pdf = new Uint8Array(await readFile(`${folder}/in.pdf`));
const signer = await P12Signer.create(new Uint8Array(await readFile(`${folder}/key.p12`)), "bench");

async function sign() {
  const { bytes } = await (await PDF.load(pdf)).sign({ signer, level: "B-B" });
  return bytes;
}

for (let i = 0; i < 20; i++) await sign();
const start = performance.now();
let times = 0;
for (; performance.now() - start < Number(milliseconds); times++) await sign();
process.stdout.write(String((times * 1000) / (performance.now() - start)));
