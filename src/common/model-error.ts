import { WakefulError } from './errors';

/** A model file that cannot be used, and why; `message` names the tensor where one is at fault. */
export function modelError(message: string, options?: ErrorOptions): WakefulError<'model-load'> {
  return new WakefulError(
    'model-load',
    message,
    'Get the model file again (reload the page, or run npm run models) and check that it is the one meant for this network.',
    options,
  );
}
