/**
 * jsdom's window brings typed arrays and buffers of its own, while structuredClone, and so the
 * database, makes Node's. In a browser there is one kind. To be imported before what holds values
 * to these constructors.
 */
for (const made of structuredClone([new Float32Array(0), new Uint8Array(0), new ArrayBuffer(0)])) {
  Reflect.set(globalThis, made.constructor.name, made.constructor);
}
