/** tfjs's WebGL backend on our own context, to know its renderer and when it is lost. */
import { findBackendFactory, ready, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { backendUnavailable, isSoftwareDriver, type BackendStarter } from './backend';

const NAME = 'webgl';
const VERSION = 2;

function rendererOf(gl: WebGL2RenderingContext): string {
  // Firefox tells by RENDERER; elsewhere RENDERER is a constant and the extension tells.
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

export const startWebGl: BackendStarter = async ({ forced }) => {
  if (typeof OffscreenCanvas === 'undefined') throw backendUnavailable(NAME, 'no OffscreenCanvas in workers');
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    premultipliedAlpha: false,
    preserveDrawingBuffer: false,
    depth: false,
    stencil: false,
    failIfMajorPerformanceCaveat: !forced,
  });
  if (!gl) throw backendUnavailable(NAME, 'no WebGL 2');
  const device = rendererOf(gl);
  if (!forced && isSoftwareDriver(device)) throw backendUnavailable(NAME, `software renderer (${device})`);
  const lost = new Promise<string>((resolve) => {
    canvas.addEventListener('webglcontextlost', () => resolve('WebGL context lost'), { once: true });
  });

  const { GPGPUContext, MathBackendWebGL, setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
  setWebGLContext(VERSION, gl);
  const registered: unknown = findBackendFactory(NAME);
  if (registered) removeBackend(NAME);
  const backend = new MathBackendWebGL(new GPGPUContext(gl));
  registerBackend(NAME, () => backend);
  if (!(await setBackend(NAME))) throw backendUnavailable(NAME, 'tfjs could not start it');
  await ready();

  return {
    name: NAME,
    device,
    lost,
    warmUp: (_, run) => run(),
    release() {
      removeBackend(NAME);
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
};
