/** The files that the app downloads, listed at build time (build/models-plugin.ts). */
declare module 'virtual:wakeful-models' {
  // An ambient module cannot import relatively.
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  type ModelFile = import('./vision/model-file').ModelFile;

  /** MediaPipe's task bundle, built from the models inside `@mediapipe/face_mesh`. */
  export const faceLandmarker: ModelFile;
  /** MediaPipe's vision runtime. */
  export const visionWasm: ModelFile;
  /** JavaScript module that starts `visionWasm`. */
  export const visionLoaderUrl: string;
  /** The default backbone as safetensors, from `@vladmandic/human`. */
  export const faceres: ModelFile;
  /** The paper's backbone, when `npm run models -- facenet` has fetched it. */
  export const facenet: ModelFile | null;
  /** The trained checkpoint in models/, when there is one. */
  export const checkpoint: ModelFile | null;
  /** tfjs's wasm backend on one thread. */
  export const tfjsWasmUrls: {
    readonly 'tfjs-backend-wasm.wasm': string;
    readonly 'tfjs-backend-wasm-simd.wasm': string;
  };
}
