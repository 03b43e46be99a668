/**
 * Lets WakefulErrors keep their code and remedy across comlink, which by itself carries only name,
 * message and stack. Import it for its effect on both sides of the port.
 */
import type { TransferHandler } from 'comlink';
import { transferHandlers } from 'comlink';
import * as v from 'valibot';
import { WakefulError } from '../../common/errors';

const carried = v.object({ code: v.string(), message: v.string(), remedy: v.string() });

/** `instanceof` alone would leave the type of `code` open. */
function isWakefulError(value: unknown): value is WakefulError {
  return value instanceof WakefulError;
}

const plain = transferHandlers.get('throw');
if (plain) {
  const wakeful: TransferHandler<{ value: unknown }, unknown> = {
    canHandle: (value): value is { value: unknown } => plain.canHandle(value),
    serialize(thrown) {
      const error = thrown.value;
      if (!isWakefulError(error)) return plain.serialize(thrown);
      const { code, message, remedy } = error;
      return [{ wakeful: { code, message, remedy } }, []];
    },
    deserialize(serialized: unknown): never {
      if (v.is(v.object({ wakeful: carried }), serialized)) {
        const { code, message, remedy } = serialized.wakeful;
        throw new WakefulError(code, message, remedy);
      }
      plain.deserialize(serialized);
      throw new TypeError('comlink returned from a throw');
    },
  };
  transferHandlers.set('throw', wakeful);
}
