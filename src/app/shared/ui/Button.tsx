import type { ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'button'>, 'className'> {
  readonly kind?: 'primary' | 'quiet' | 'danger' | undefined;
}

/** A button. */
export function Button({ kind, type = 'button', ...rest }: Props) {
  return <button type={type} className={kind ? `button button-${kind}` : 'button'} {...rest} />;
}
