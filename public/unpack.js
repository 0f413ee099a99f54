// Defines `unpack`, which has the program unpacked that xtask/src/pack.rs packs. What does so, crates/unpack, is a program
// too, which the build writes into unpacker.js.
//
// It begins with the first bytes and goes on with each that comes, so that little is left to do when the last is here.

import { AFTER, UNPACKER } from "./unpacker.js";

/** What was packed in the file that comes as this stream. Where that lacks or has anything, there is a `RuntimeError`. */
export async function unpack(stream) {
  const reader = stream.getReader();
  const program = Uint8Array.from(UNPACKER, (letter) => letter.charCodeAt() - AFTER);
  const { memory, room, unpack } = new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
  for (;;) {
    const { value = [] } = await reader.read();
    new Uint8Array(memory.buffer).set(value, room());
    const size = unpack(value.length);
    if (!value.length) return new Uint8Array(memory.buffer, memory.buffer.byteLength - size, size);
  }
}
